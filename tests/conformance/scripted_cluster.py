"""The cluster in which sequences of controllers were recorded: no scheduler, a kubelet that only knows delays.

Every pod has a node of its own at once. It becomes Running and Ready some seconds after its creation, or never, and a
deleted pod disappears after a given time. At one instant the controllers' timers come first, then everything that is
scripted for it happens, then the controllers settle.
"""

from heapq import heappop, heappush
from itertools import count
from math import ceil, inf
from typing import Any

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.controllers.controller import ControllerContext
from imagesim.engine.controllers.timers import Timers
from imagesim.rules.api.change import Change, Verb
from tests.conformance.checking import Row


class ScriptedCluster:
    """Runs one recorded scenario. A subclass has the controllers, the recorder and a method `_op_NAME` for each op.

    It starts the controllers with `context` and calls `begin` last.
    """

    def __init__(self, scenario: Row) -> None:
        self.scenario = scenario
        self.env = simpy.Environment()
        self.api = ApiServer(self.env)
        self.timers = Timers(self.env, when=ceil)  # the recorder looked once a second: a timer was seen at the next one
        self.context = ControllerContext(self.api, Chance(1), self.timers)
        self._created: dict[str, int] = {}
        self._fixed: dict[str, int] = {}
        self._script: list[tuple[int, int, Any]] = []
        self._order = count()

    def begin(self) -> None:
        """The kubelet hears of pods from now on, and the ops are scripted."""
        self.api.store.watch("Pod", self._pod_changed)
        for op in self.scenario["ops"]:
            self._at(op["t"], lambda op=op: self._operate(op))

    def note(self, why: str) -> None:
        """Add a step with the state as it is: before an op, named by that, and at the "end"."""
        raise NotImplementedError

    def node_of(self, pod: ApiPod) -> str:
        """The node that a new pod gets: one of its own."""
        return f"node-of-{pod.name}"

    def run(self, until: float = inf) -> None:
        """Until nothing is left to do, at most until the recorded limit, or *until* if that is earlier."""
        last = min(until, self.scenario["end"])
        while (now := min(self.env.peek(), self._next())) <= last:
            if self.env.peek() > now:
                self._advance(now)
            self._settle(now)
            while self._next() == now:
                heappop(self._script)[2]()
            self._settle(now)
        self.note("end")

    def _next(self) -> float:
        return self._script[0][0] if self._script else float("inf")

    def _at(self, time: int, what: Any) -> None:
        heappush(self._script, (time, next(self._order), what))

    def _advance(self, time: int) -> None:
        self.env.timeout(time - self.env.now)
        self.env.step()

    def _settle(self, now: float) -> None:
        while self.env.peek() == now:
            self.env.step()

    # --- the kubelet ---

    def _pod_changed(self, verb: Verb, pod: ApiPod, _: Change) -> None:
        if verb == "create":
            self._start(pod)
        elif verb == "delete":
            self._terminate(pod)

    def _start(self, pod: ApiPod) -> None:
        self.api.pods.bind(pod, self.node_of(pod))
        image = pod.spec.containers[0].image
        number = self._created.get(image, 0)
        self._created[image] = number + 1
        delays = self.scenario["images"][image]
        delay = self._fixed.get(image, delays[number % len(delays)])
        if delay >= 0:
            self._at(self.env.now + delay, lambda: self._become_ready(pod))

    def _become_ready(self, pod: ApiPod) -> None:
        """Running and Ready as of now; the recorder's kubelet wrote the time anew where `fix_image` came second."""
        if pod.removed_s is None and pod.deletion_s is None:
            self.api.pods.set_status(pod, phase="Running", ready=False, restarts=0)
            self.api.pods.set_status(pod, phase="Running", ready=True, restarts=0)

    def _terminate(self, pod: ApiPod) -> None:
        after = self.scenario["term_running_s" if pod.phase == "Running" else "term_pending_s"]
        if after == 0:
            self.api.pods.remove(pod)
        else:
            self._at(self.env.now + after, lambda: self.api.pods.remove(pod))

    # --- the script ---

    def _operate(self, op: Row) -> None:
        name = op["op"]
        if name != "create":
            self.note(name)
        getattr(self, f"_op_{name}")(op)

    def _op_fix_image(self, op: Row) -> None:
        """From now on every pod of the image is Ready after n seconds, unless it would have been earlier anyway."""
        delay = self._fixed[op["image"]] = op.get("n", 0)
        for pod in self.api.pods:
            if pod.spec.containers[0].image == op["image"] and pod.phase == "Pending":
                self._at(self.env.now + delay, lambda pod=pod: self._become_ready(pod))
