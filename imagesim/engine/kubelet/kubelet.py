"""A kubelet: one node with its runtime, its image manager and a worker for each of its pods."""

import math
from collections.abc import Iterable, Iterator
from functools import partial

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.surroundings import Surroundings
from imagesim.engine.environment import Environment, Planned
from imagesim.engine.kubelet.credentials.node_credentials import CredentialFinder
from imagesim.engine.kubelet.disk.eviction import EvictionManager
from imagesim.engine.kubelet.disk.image_gc import ImageGC
from imagesim.engine.kubelet.image_manager import ImageEnsurer
from imagesim.engine.kubelet.left import Left
from imagesim.engine.kubelet.missing_secrets import MissingSecrets
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.engine.kubelet.node_status import NodeStatusUpdates
from imagesim.engine.kubelet.pleg import Pleg
from imagesim.engine.kubelet.pod_admission import PodAdmission
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.pod_services import PodServices
from imagesim.engine.kubelet.pod_worker import PodWorker
from imagesim.engine.kubelet.puller import Puller
from imagesim.engine.kubelet.sleep.sleeper import Sleeper
from imagesim.engine.kubelet.sleep.sleeping_pods import SleepingPods
from imagesim.engine.kubelet.start_up import start_up
from imagesim.engine.kubelet.status_manager.sending import Sending
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.engine.static_pods import StaticPods
from imagesim.rules import versions
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.names import ObjectName
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.containerd.reconnecting import reconnects_s
from imagesim.rules.platforms import system
from imagesim.rules.pods.foreseen_sync import Foresight
from imagesim.rules.pods.sync import as_container
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.starting_state import FoundPod

_CRASH_BACK_OFF_S = 10.0  # kubelet.go, initialCrashLoopBackOff
_VERBS: tuple[Verb, ...] = ("bind", "update", "delete")


class Kubelet:
    """The kubelet of the node *name*. It watches its pods by itself; others call `worker`, `catch_up` and `finish`.

    `services` is what its pod workers use; a test may watch their syncs there, or put other parts in. Without *sleep*
    each sync of a pod in back-off is an event of the run; the records are the same.

    One that starts where another one has *left* the node finds its runtime, its records of pulls and its containers;
    what the other one had in its memory it does not know: back-offs, reasons, tokens, when images were used.
    """

    def __init__(
        self,
        env: Environment,
        name: str,
        pool: NodePool,
        around: Surroundings,
        api: ApiServer,
        chance: Chance,
        tokens: IssuedTokens,
        *,
        sleep: bool = True,
        left: Left | None = None,
    ) -> None:
        self.name = name
        self.pool = pool
        behaviour = versions.kubernetes(pool.kubernetes_version)
        if left is not None and left.runtime.version == pool.containerd_version:
            self.runtime = left.runtime
        else:
            self.runtime = Runtime(env, name, pool, around, chance, None if left is None else left.runtime)
        credentials = CredentialFinder(env, api, behaviour, pool, tokens)
        puller = Puller(env, self.runtime, pool.kubelet)
        self.image_manager = ImageEnsurer(
            env, behaviour, pool.kubelet.verification, self.runtime, puller, credentials, around.records
        )
        events = NodeEvents(env, name, api, around.records, by_type=behaviour.events_thinned_by_type)
        missing_secrets = MissingSecrets(behaviour, credentials.missing)
        phases = chance(f"kubelet-phases/{name}")
        self._pleg = Pleg(env, phases.random(), phases.random())
        if self.runtime.down_until > env.now:
            self._pleg.is_blind_until(self.runtime.down_until)
        most = pool.kubelet.node_status_max_images
        self.node_status = NodeStatusUpdates(env, self.runtime.images, most, phases.random(), phases.random())
        self._api = api
        self._workers: dict[str, PodWorker] = {}
        self._arrived: list[PodWorker] = []
        self._left: dict[str, PodWorker] = {}
        self._missed: dict[str, ApiPod] = {}
        self._found: dict[ObjectName, FoundPod] = {}
        self._to_take_up: list[tuple[PodWorker, FoundPod]] = []
        longest, limit = pool.kubelet.crash_back_off_max_s, pool.kubelet.kube_api_limit
        crash_backoff = Backoff(min(_CRASH_BACK_OFF_S, longest), longest)
        self.services = PodServices(
            env=env,
            api=api,
            records=around.records,
            behaviour=behaviour,
            chance=chance,
            pleg=self._pleg,
            events=events,
            images=self.image_manager,
            sandboxes=self.runtime,
            crash_backoff=crash_backoff,
            foresight=Foresight(behaviour, crash_backoff),
            missing_secrets=missing_secrets,
            gone=self._gone,
            sleeping=SleepingPods(
                env, self._pleg.ticker_phase, self.image_manager, puller, self.runtime, missing_secrets
            )
            if sleep and limit is None
            else None,
            sending=None if limit is None else Sending(env, *limit, chance.lasting(f"pod-statuses/{name}").random),
            start_up=start_up(env, name, pool.pace.pod_start_s, chance),
            since_s=env.now or -math.inf,  # the nodes of the beginning were there before
        )
        self.static_pods = StaticPods(env, api, name, pool.static_pods) if left is None else left.static_pods
        self.runtime.images.on_put = self._image_came
        self.runtime.images.on_removed = self.node_status.images_changed
        api.secrets.before_change(self._secret_changes)
        self.eviction = self._eviction_manager(pool)
        pressure, node_os = self.eviction.has_pressure, system(pool.platform)
        self._admission = PodAdmission(env, api, events, name, node_os, self._pods, pressure)
        # A pod is bound to this node, changed, or to be deleted. The status is the kubelet's own.
        api.store.watch("Pod", self._run_pod, node=name, verbs=_VERBS)
        if left is not None:
            self._go_on_from(left)

    def _go_on_from(self, left: Left) -> None:
        """HandlePodAdditions: all pods of the node are new to the kubelet; some of them run."""
        self.image_manager.goes_on_from(left.images)
        self._left = dict(left.workers)
        for pod in left.pods:
            if pod.removed_s is None:
                self._run_pod("bind" if pod.deletion_s is None else "delete", pod, ())

    def finds(self, pods: Iterable[FoundPod]) -> None:
        """A run begins, and these pods were on the node before. The store will tell of each."""
        self._found = {each.object_name: each for each in pods}

    def _take_up(self, _: Planned) -> None:
        """Go on with all pods that were found; pulls under way come first, in the order in which they began."""
        pods, self._to_take_up = self._to_take_up, []
        for worker, found in sorted(pods, key=lambda each: each[1].pulling_since_s):
            worker.take_up(found, self.image_manager)

    def stop(self) -> None:
        """The kubelet's process ends. What runs goes on, and what its calls of the runtime had brought is given up."""
        self.wake_pods()
        self.image_manager.stop()
        self.services.stopped = True
        for worker in self._workers.values():
            worker.stop()
        self._pleg.stop()
        self.node_status.stop()
        self.eviction.stop()
        if self.services.sending is not None:
            self.services.sending.stop()
        self._api.secrets.tell_no_more(self._secret_changes)
        self._api.store.unwatch("Pod", self._run_pod, node=self.name, verbs=_VERBS)
        self._api.store.watch("Pod", self._misses, node=self.name, verbs=_VERBS)

    def _misses(self, _: Verb, pod: ApiPod, __: Change) -> None:
        """Something about a pod that the next kubelet will hear of when it starts."""
        self._missed[pod.uid] = pod

    def lose_power(self) -> None:
        """The machine goes off, after the kubelet has stopped: nothing runs any more."""
        self.runtime.go_down()
        for worker in self._workers.values():
            worker.containers.lose_power()

    def bound_pods(self) -> tuple[ApiPod, ...]:
        """The pods of the node, those included of which the kubelet has not heard since it stopped."""
        pods = {uid: worker.pod for uid, worker in self._workers.items()} | self._missed
        return tuple(pods.values())

    def lose(self, pod: ApiPod) -> None:
        """The pod is removed while the machine is off: PodGCController, gcOrphaned."""
        worker = self._workers.pop(pod.uid, None)
        self._api.pods.fail(pod, "")
        self._api.pods.delete(pod)
        if worker is not None:
            worker.end_states()
        self._missed.pop(pod.uid, None)
        self._api.pods.remove(pod)

    def leaves(self) -> Left:
        """What the kubelet, which has stopped, leaves for the next one."""
        self._api.store.unwatch("Pod", self._misses, node=self.name, verbs=_VERBS)
        return Left(self.runtime, self.image_manager, self.static_pods, self._workers, self.bound_pods())

    def _eviction_manager(self, pool: NodePool) -> EvictionManager:
        """The eviction manager, and with it image GC, which it can tell to collect."""
        of, pull_manager = self.services, self.image_manager.pull_manager
        image_gc = ImageGC(self.runtime, pool, of.behaviour, self._containers, of.events, pull_manager)
        return EvictionManager(
            of.env,
            self.name,
            pool.kubelet.eviction,
            self.runtime.disk,
            self._workers.values,
            image_gc,
            of.events,
            partial(of.chance, f"eviction/{self.name}"),
        )

    def _run_pod(self, verb: Verb, pod: ApiPod, _: Change) -> None:
        """There is something new about the pod: its worker takes note."""
        if verb == "delete" and self.static_pods.stays(pod):
            return
        worker = self._workers.get(pod.uid)
        if worker is None:
            if found := self._found.pop(pod.object_name, None):
                worker = self._workers[pod.uid] = PodWorker(self.services, pod)
                if not self._to_take_up:
                    self.services.env.plan(0.0, self._take_up)
                self._to_take_up.append((worker, found))
                return
            before = self._left.pop(pod.uid, None) if self._left else None
            if before is None and self._admission.refuses(pod):  # one that was taken once is not asked again
                return
            self._workers[pod.uid] = PodWorker(self.services, pod, before)
            self._arrives(self._workers[pod.uid])
            return
        if worker.pod is not pod:
            worker.becomes(pod)
        if worker not in self._arrived:
            worker.sync_soon()

    def _arrives(self, worker: PodWorker) -> None:
        """A new pod. Which of several that come at once is first to sync, and to ask for a pull, is a race."""
        if not self._arrived:
            self.services.env.plan(0.0, self._start)
        self._arrived.append(worker)

    def _start(self, _: Planned) -> None:
        if self.services.stopped:
            return
        arrived, self._arrived = self._arrived, []
        if len(arrived) > 1:
            draw = self.services.chance.lasting(f"pod-starts/{self.name}").random
            places = {worker: draw() for worker in arrived}
            arrived.sort(key=places.__getitem__)
        for worker in arrived:
            worker.start()

    def leave(self) -> None:
        """The node leaves the cluster: its images help nobody any more, and its static pods end with it."""
        self.runtime.leave()
        self.static_pods.stop()

    def worker(self, pod: ApiPod) -> PodWorker | None:
        """The worker of *pod*, None if it is not here (any more)."""
        return self._workers.get(pod.uid)

    @property
    def sleepers(self) -> int:
        """How many of its pods sleep in back-off."""
        return 0 if self.services.sleeping is None else len(self.services.sleeping.queue)

    def catch_up(self) -> None:
        """The run is over: pods in back-off make the syncs that came before its end."""
        if self.services.sleeping is not None:
            self.services.sleeping.finish()

    def finish(self) -> None:
        """The run is over, and nothing waits any more: write what is still open."""
        self.image_manager.finish()
        for worker in self._workers.values():
            worker.finish()

    def loses_runtime(self, takes_s: Seconds) -> None:
        """containerd restarts, and is not there for *takes_s*; the kubelet then finds it when it tries to connect."""
        self.wake_pods()
        until = self.services.env.now + reconnects_s(takes_s)
        self._pleg.is_blind_until(until)
        self.runtime.goes_down(until)

    def wake_pods(self) -> None:
        """Something is about to change that a pull may notice: what the sleeping pods did until now comes first."""
        if self.services.sleeping is not None:
            self.services.sleeping.wake_all(lambda _: True)

    def _image_came(self) -> None:
        """An image has got its names: pods that look for it before they pull have something to find."""
        self.node_status.images_changed()
        self.eviction.image_came()
        if self.services.sleeping is not None:
            self.services.sleeping.wake_all(self._has_image_of)

    def _has_image_of(self, sleeper: Sleeper) -> bool:
        spec = sleeper.spec
        volumes = tuple(map(as_container, spec.image_volumes))
        return any(map(self.image_manager.has, volumes + spec.init_containers + spec.containers))

    def _secret_changes(self) -> None:
        resting = [worker for worker in self._workers.values() if worker.rests]
        if resting:
            self.services.env.plan(0.0, self._secrets_changed, resting)
        if self.services.sleeping is not None:
            self.services.sleeping.wake_all(lambda sleeper: bool(sleeper.spec.image_pull_secrets))

    @staticmethod
    def _secrets_changed(planned: Planned) -> None:
        for worker in planned.value:
            worker.rest_no_more()

    def _containers(self) -> Iterator[PodContainers]:
        return (worker.containers for worker in self._workers.values())

    def _pods(self) -> Iterator[ApiPod]:
        return (worker.pod for worker in self._workers.values())

    def _gone(self, pod: ApiPod) -> None:
        del self._workers[pod.uid]
        self._pleg.forget(pod.uid)
        self._api.pods.remove(pod)
