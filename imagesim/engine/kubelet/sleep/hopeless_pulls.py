"""The pulls of a node's sleeping pods: while all of them are known to fail, none is an event of the run.

Where nobody answers at an image's only host, a pull takes its place in the puller and a token, sends a request, and
fails when that has crossed. So the syncs that pull are part of the known sequence. They are gone through here in the
order of the node's queue, by the rules that decide about every pull.

The pulls of a node are either all of this kind or all real. Before a pod that is awake may pull, and before a sleeper
whose pull is under way wakes, all that are under way are made real: each goes on from where it is.
"""

import math
from collections import deque
from collections.abc import Callable, Generator
from heapq import heappush
from typing import Any

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.containerd.pull import RestOfCall
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.image_manager import ImageEnsurer
from imagesim.engine.kubelet.missing_secrets import MissingSecrets
from imagesim.engine.kubelet.puller import Puller, PullRequest
from imagesim.engine.kubelet.sleep.hopeless_sync import HopelessSync, Stage
from imagesim.engine.kubelet.sleep.sleeper import Sleeper
from imagesim.rules.api.objects import Container
from imagesim.rules.images.decision import Failure, Pull
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.field_paths import container_path
from imagesim.rules.pods.sync import Emit, EnsuredImage
from imagesim.rules.pods.sync_result import START_CONTAINER, SyncResult
from imagesim.rules.units import Seconds, added_up

Queue = list[tuple[Seconds, int, Sleeper]]
Over = Callable[[Sleeper, Seconds], None]
"""Told of a sync that is over: the pod sleeps on."""

_CLOSE: Seconds = 1e-6
"""What the rounding of a sum of times may come to."""


class HopelessPulls:
    """Those of one node. `syncs` are the sleepers whose pulls are under way, in the order in which they asked."""

    def __init__(
        self,
        env: Environment,
        images: ImageEnsurer,
        puller: Puller,
        runtime: Runtime,
        missing_secrets: MissingSecrets,
        queue: Queue,
        over: Over,
    ) -> None:
        self._env = env
        self._queue = queue
        self._over = over
        self._images = images
        self._puller = puller
        self._runtime = runtime
        self._missing_secrets = missing_secrets
        self._free: float = puller.width or math.inf
        self._waiting: deque[Sleeper] = deque()
        self.syncs: dict[Sleeper, None] = {}

    def is_sure(self, sleeper: Sleeper, now: Seconds) -> bool:
        """Whether all pulls of a sync that begins *now* will fail, however long they wait for those before them."""
        hopeless = sleeper.hopeless
        if hopeless is None:
            return False
        ahead = added_up(each.hopeless.takes_s for each in self.syncs if each.hopeless is not None)
        return now + ahead + hopeless.takes_s + _CLOSE < hopeless.until

    def begin(self, sleeper: Sleeper, now: Seconds) -> None:
        """A sync begins that pulls."""
        sleeper.fall_silent()
        sleeper.show(now)
        if (said := self._missing_secrets.before(sleeper.pod)) is not None:
            sleeper.say(now, said, "")
        sleeper.pulling = sync = HopelessSync(now)
        self._ask_for_images(sleeper, sync, now)

    def go_on(self, sleeper: Sleeper, now: Seconds) -> None:
        """What was planned for the sleeper's pull happens now."""
        sync = sleeper.pulling
        assert sync is not None
        if sync.stage == "starts":
            self._start(sleeper, sync, now)
        elif sync.stage == "crosses" and self._something_else_happens(now):
            self._plan(sleeper, sync, now, "ends")  # what else happens now comes first, as where a process ends
        else:
            self._call_again(sleeper, sync, now)

    def make_real(self) -> None:
        """From now on all pulls that are under way are events of the run."""
        if not self.syncs:
            return
        syncs, self.syncs = self.syncs, {}
        self._waiting.clear()
        self._free = self._puller.width or math.inf
        for sleeper in syncs:
            worker, sync = sleeper.worker, sleeper.pulling
            assert worker is not None
            assert sync is not None
            sleeper.worker = None
            worker.go_on(sleeper, sync, _OneUnderWay(self._images, sync, self._rest(sleeper, sync)))

    # --- the steps of a sync ---

    def _ask_for_images(self, sleeper: Sleeper, sync: HopelessSync, now: Seconds) -> None:
        """Ask for one image after another, until one is to be pulled."""
        self.syncs.pop(sleeper, None)  # it comes last now
        for container in sleeper.spec.containers[len(sync.results) :]:
            decision = self._images.decide(now, sleeper.pod, container)
            for event in decision.events:
                sleeper.say(now, event, container_path(container))
            if isinstance(decision, Pull):
                self.syncs[sleeper] = None
                sync.pull = decision
                find = self._images.find(sleeper.pod, container)
                sync.request = PullRequest(decision.reference, find, decision.credentials)
                if self._free:
                    self._free -= 1
                    self._start(sleeper, sync, now)
                else:
                    sync.stage = "waits"
                    self._waiting.append(sleeper)
                return
            assert isinstance(decision, Failure)
            self._cannot_start(sleeper, sync, container, decision, now)
        if (said := self._missing_secrets.after(sleeper.pod, sync.results)) is not None:
            sleeper.say(now, said, "")
        self._over(sleeper, now)

    def _start(self, sleeper: Sleeper, sync: HopelessSync, now: Seconds) -> None:
        request = sync.request
        assert request is not None
        request.waits, request.started_s = False, now
        if self._puller.bucket.try_accept(now):
            credentials = request.find() if request.credentials is None else request.credentials
            sync.calls, sync.errors = max(1, len(credentials)), []
            self._call(sleeper, sync, request, now)
        else:
            request.error = texts.PULL_QPS_EXCEEDED
            self._end(sleeper, sync, now)

    def _call(self, sleeper: Sleeper, sync: HopelessSync, request: PullRequest, now: Seconds) -> None:
        sync.calls -= 1
        sync.called_s = now
        latency_s = self._runtime.trip_s(request.image)
        self._plan(sleeper, sync, now + latency_s, "crosses" if latency_s else "ends")

    def _call_again(self, sleeper: Sleeper, sync: HopelessSync, now: Seconds) -> None:
        """A call is over: one with the next credential follows, which fails in the same words."""
        request = sync.request
        assert request is not None
        request.error = self._runtime.why_unreachable(request.image, now)
        if sync.calls:
            sync.errors.append(request.error)
            self._call(sleeper, sync, request, now)
        else:
            self._end(sleeper, sync, now)

    def _end(self, sleeper: Sleeper, sync: HopelessSync, now: Seconds) -> None:
        pull, request, container = sync.pull, sync.request, sleeper.spec.containers[len(sync.results)]
        assert pull is not None
        assert request is not None
        request.ended_s = now
        if self._waiting:
            following = self._waiting.popleft()
            assert following.pulling is not None
            self._plan(following, following.pulling, now, "starts")
        else:
            self._free += 1
        outcome = self._images.came_of(now, sleeper.pod, container, pull, request)
        for event in outcome.events:
            sleeper.say(now, event, container_path(container))
        assert isinstance(outcome, Failure)
        self._cannot_start(sleeper, sync, container, outcome, now)
        self._ask_for_images(sleeper, sync, now)

    @staticmethod
    def _cannot_start(sleeper: Sleeper, sync: HopelessSync, container: Container, why: Failure, now: Seconds) -> None:
        sleeper.say(now, texts.start_failed(why.reason), container_path(container))
        sync.failures.append(why)
        sync.results.append(SyncResult(START_CONTAINER, container.name, why.reason, why.message))

    def _plan(self, sleeper: Sleeper, sync: HopelessSync, time: Seconds, stage: Stage) -> None:
        sync.stage = stage
        sleeper.next_sync_s, sleeper.turn = time, self._env.turn()
        heappush(self._queue, (time, sleeper.turn, sleeper))

    def _something_else_happens(self, now: Seconds) -> bool:
        return bool(self._queue and self._queue[0][0] <= now) or self._env.peek() <= now

    def _rest(self, sleeper: Sleeper, sync: HopelessSync) -> Generator[simpy.Event, Any, None]:
        """What is left of the pull that is under way."""
        request = sync.request
        assert request is not None
        if sync.stage == "waits":
            return self._puller.pull(request)
        planned = self._env.moment(sleeper.next_sync_s, sleeper.turn)
        if sync.stage == "starts":
            return self._puller.go_on(request, planned)
        rest = RestOfCall(sync.called_s, planned, ends=sync.stage == "ends")
        return self._puller.go_on_calling(request, sync.errors, rest)


class _OneUnderWay:
    """The images of a pod that woke in the midst of a *sync*: the *rest* of its pull is done, others are as usual."""

    def __init__(self, images: ImageEnsurer, sync: HopelessSync, rest: Generator[simpy.Event, Any, None]) -> None:
        self._images = images
        self._sync: HopelessSync | None = sync
        self._rest = rest

    def ensure_image_exists(
        self, pod: ApiPod, container: Container, emit: Emit, path: str
    ) -> Generator[simpy.Event, Any, EnsuredImage]:
        """See to the image of the container, which is that of the pull when it is called first."""
        sync, self._sync = self._sync, None
        if sync is None:
            return self._images.ensure_image_exists(pod, container, emit, path)
        assert sync.pull is not None
        assert sync.request is not None
        return self._images.go_on(pod, container, emit, path, sync.pull, sync.request, self._rest)
