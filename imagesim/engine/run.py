"""One run: wires the parts of a cluster together, lets time pass, returns the records."""

from collections.abc import Callable

import simpy

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.api.control_plane import ControlPlane
from imagesim.engine.api.observer import Observer
from imagesim.engine.bounds.estimate import check_estimate, estimate
from imagesim.engine.bounds.limit import MOST_MEMORY
from imagesim.engine.bounds.watch import Watch
from imagesim.engine.chance import Chance
from imagesim.engine.collector import not_collecting
from imagesim.engine.containerd.surroundings import Surroundings
from imagesim.engine.controllers.controller import ControllerContext
from imagesim.engine.controllers.garbage_collector import GarbageCollector
from imagesim.engine.controllers.kinds import make_controllers
from imagesim.engine.controllers.manager import Manager
from imagesim.engine.controllers.timers import Timers
from imagesim.engine.environment import Environment
from imagesim.engine.fate.node_logins import plan_login_changes
from imagesim.engine.fate.pull_logins import PullLogins
from imagesim.engine.fate.reach import Reach
from imagesim.engine.fate.timeline import Timeline
from imagesim.engine.kubelet.kubelet import Kubelet
from imagesim.engine.kubelet.left import Left
from imagesim.engine.network import Network
from imagesim.engine.nodes.lifecycle import NodeLifecycleController, PodsOf
from imagesim.engine.nodes.nodes import Nodes
from imagesim.engine.nodes.taints import NodeTaints
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import Records
from imagesim.engine.registry import Registries
from imagesim.engine.registry.factory import RegistryFactory
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.engine.registry.upkeep import Upkeep
from imagesim.engine.scheduler.scheduler import Scheduler
from imagesim.engine.starting.begin import begin
from imagesim.rules import versions
from imagesim.rules.admission.pin_digests import Resolve
from imagesim.rules.calendar import Calendar
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.timeline.processes.drawing import drawn_events
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.starting_state import StartingState
from imagesim.scenarios.values.timeline_event import TimelineEvent

_PROGRESS_STEPS = 50


def run(
    scenario: Scenario,
    seed: int | None = None,
    progress: Callable[[Seconds], None] | None = None,
    limit: Bytes | None = MOST_MEMORY,
) -> Records:
    """Simulate *scenario* to its end and return what happened.

    *seed* takes the place of the scenario's. *progress* is called with the simulated time now and then. The same
    scenario and seed give the same records, in any process. LimitError where the run would take more memory than
    *limit*, before it begins if that can be known; None is no limit.
    """
    if limit is not None:
        check_estimate(estimate(scenario), limit)
    with not_collecting():
        cluster = Cluster(scenario, scenario.seed if seed is None else seed)
        if limit is not None:
            Watch(cluster.env, cluster.records, scenario, limit, cluster.in_backoff)
        if progress:
            for step in range(1, _PROGRESS_STEPS):
                cluster.advance(scenario.duration_s * step / _PROGRESS_STEPS)
                progress(cluster.env.now)
        cluster.advance(scenario.duration_s)
        if progress:
            progress(cluster.env.now)
        return cluster.finish()


class Cluster:
    """The parts of one run, with the scenario's objects created at time 0 and its timeline planned.

    Without *sleep* each sync of a pod in back-off is an event, which takes longer; the records are the same.
    """

    def __init__(self, scenario: Scenario, seed: int, *, sleep: bool = True) -> None:
        self.env = Environment()
        self.records = RecordBook(seed=seed)
        chance = Chance(seed)
        network = Network(self.env)
        tokens = IssuedTokens()
        registries = RegistryFactory(scenario, self.env, self.records, tokens).registries
        self.api = ApiServer(self.env, calendar=Calendar(scenario.start))
        control_plane = ControlPlane(
            self.api,
            scenario.kubernetes_version,
            scenario.admission,
            _now(self.env, registries),
            scenario.failure_policy,
        )
        self._observer = Observer(self.api, self.records)
        Upkeep(self.env, self.records, registries.values())
        for secret in scenario.secrets:
            self.api.secrets.put(secret)
        for account in scenario.service_accounts:
            self.api.service_accounts.put(account)

        around = Surroundings(network, registries, self.records)

        def make_kubelet(name: str, pool: NodePool, left: Left | None) -> Kubelet:
            return Kubelet(self.env, name, pool, around, self.api, chance, tokens, sleep=sleep, left=left)

        grace_s = versions.kubernetes(scenario.kubernetes_version).node_monitor_grace_s

        def make_lifecycle(taints: NodeTaints, pods_of: PodsOf) -> NodeLifecycleController:
            return NodeLifecycleController(self.env, self.api, taints, chance, grace_s, pods_of)

        starting = scenario.starting or StartingState()
        nodes = Nodes(self.api, scenario.pools, make_kubelet, make_lifecycle, starting.nodes)
        self.kubelets = nodes.kubelets
        Scheduler(self.env, self.api, chance, versions.kubernetes(scenario.kubernetes_version))
        timers = Timers(self.env)
        context = ControllerContext(self.api, chance, timers, scenario.kubernetes_version)
        GarbageCollector(self.api.store, context.informers, timers)
        Manager(timers, make_controllers(context))
        reach = Reach(
            env=self.env,
            api=self.api,
            control_plane=control_plane,
            nodes=nodes,
            registries=registries,
            network=network,
            records=self.records,
            chance=chance,
        )
        self._timeline = Timeline(reach, scenario.timeline, drawn_events(scenario, chance))
        plan_login_changes(self.env, self.records, scenario.pools)
        self._pull_logins = PullLogins(self.env, self.api, registries, self.records)
        begin(self.api, self.kubelets, starting)
        nodes.lose_found()
        nodes.start_static_pods()
        for pod in scenario.pods:
            self.api.pods.create(pod.namespace, pod.name, pod.spec, labels=pod.labels, annotations=pod.annotations)
        for workload in scenario.workloads:
            kubectl.create(self.api.store, workload)
        for budget in scenario.budgets:
            kubectl.create(self.api.store, budget)

    def advance(self, to: Seconds) -> None:
        """Let time pass until *to*, up to what the timeline does at that very time: all else of it comes after."""
        self.env.run_to(to, self._timeline.next_turn())

    def do(self, event: TimelineEvent) -> str | None:
        """Let *event*, whose time is now, happen as if the timeline had held it; return why it came to nothing."""
        vain = self.records.vain_events
        before = len(vain)
        self._timeline.add(event)
        self.advance(self.env.now)
        return vain[-1].why if len(vain) > before else None

    def in_backoff(self) -> int:
        """How many pods wait in back-off now."""
        return sum(kubelet.sleepers for kubelet in self.kubelets.values())

    def finish(self) -> Records:
        """End the run here, in this order: nothing is left for Python to close when it happens to collect it.

        1. The pods in back-off have made their syncs up to now.
        2. All work that waits is closed where it stands, in the order in which it began (`Environment.close`): what has
           come of a body by now is written down with its request. Nothing happens after that.
        3. Node by node, in the order in which they joined: pulls that are not over, containers that run, states that
           are shown. Then a record for each pod.
        4. The records are put in order of time and given out; nobody can write to them any more.
        """
        kubelets = self.kubelets.values()
        for kubelet in kubelets:
            kubelet.catch_up()
        self.env.close()
        for kubelet in kubelets:
            kubelet.finish()
        self._pull_logins.finish()
        self._observer.finish()
        return self.records.close(self.env.now)


def _now(env: simpy.Environment, registries: Registries) -> Resolve:
    """What a webhook of a cluster sees: every registry that answers, private repositories included."""

    def resolve(reference: ImageReference) -> str:
        registry = registries[reference.domain]
        if not registry.answers(env.now, reference.path):
            return ""
        found = registry.content.resolve(reference.path, reference.tag, None)
        return found.digest if found else ""

    return resolve
