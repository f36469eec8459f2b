"""EnsureImageExists on one node: puts the kubelet's decisions about an image into effect.

The decisions themselves are rules (imagesim.rules.images.image_manager); here the runtime is asked, the puller is
waited for, and every answer is written down.
"""

import math
from collections.abc import Generator
from functools import partial
from typing import Any, NamedTuple

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.kubelet.credentials.node_credentials import CredentialFinder, when_plugins_answered
from imagesim.engine.kubelet.credentials.unauthorised_uses import UnauthorisedUses
from imagesim.engine.kubelet.pull_log import PullLog
from imagesim.engine.kubelet.puller import Puller, PullRequest
from imagesim.engine.kubelet.waiting import at_once
from imagesim.engine.record_book import RecordBook
from imagesim.rules import platforms
from imagesim.rules.api.app import App
from imagesim.rules.api.objects import Container
from imagesim.rules.images import image_manager as rules
from imagesim.rules.images.decision import (
    Decision,
    Failure,
    FindCredentials,
    ImageRequest,
    ImageStatus,
    Outcome,
    Pull,
    Pulled,
    no_credentials,
)
from imagesim.rules.images.decision import Ensured as Allowed
from imagesim.rules.images.pull_manager import ImagePullManager
from imagesim.rules.images.verification_policy import VerificationPolicy
from imagesim.rules.pods.foreseen_sync import ForeseenImage
from imagesim.rules.pods.sync import Emit, EnsuredImage
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour


class _Wanted(NamedTuple):
    """For which container a pull was decided on."""

    pod: ApiPod
    container: Container
    pull: Pull


class Hopeless(NamedTuple):
    """Until when the pulls of a pod fail at once, and how long those of one sync take together."""

    until: Seconds
    takes_s: Seconds


_ABSENT = ImageStatus()


class ImageEnsurer:
    """The image manager of one kubelet."""

    def __init__(
        self,
        env: simpy.Environment,
        behaviour: KubernetesBehaviour,
        verification: VerificationPolicy,
        runtime: Runtime,
        puller: Puller,
        credentials: CredentialFinder,
        records: RecordBook,
    ) -> None:
        self._env = env
        self._runtime = runtime
        self._puller = puller
        self._credentials = credentials
        self._log = PullLog(runtime, records)
        self._unauthorised = UnauthorisedUses(runtime, credentials, records) if runtime.has_private_images else None
        pull_manager = ImagePullManager(verification) if behaviour.verifies_pulled_images else None
        self.pull_manager = pull_manager
        self._rules = rules.ImageManager(behaviour, pull_manager)
        self._under_way: dict[PullRequest, _Wanted] = {}

    def goes_on_from(self, before: "ImageEnsurer") -> None:
        """A kubelet starts where that of *before* has ended, and finds its records of pulls on the disk."""
        self._log.goes_on_with(before._log)
        if self._unauthorised is not None and before._unauthorised is not None:
            self._unauthorised.goes_on_from(before._unauthorised)
        if self.pull_manager is not None and before.pull_manager is not None:
            self.pull_manager.goes_on_from(before.pull_manager)
            listed = self._runtime.images.listed()
            images = ((each.image_id, (*each.digests, *each.tags)) for each in listed)
            self.pull_manager.restart(images, self._env.now)

    def stands(self, failed_s: Seconds, pod: ApiPod, container: Container, failures: int, last_words: str) -> None:
        """So many pulls for the container failed in a row before the run, the last of them at *failed_s*."""
        asked = ImageRequest(pod.uid, container.image, container.image_pull_policy)
        self._rules.stands(failed_s, asked, failures, last_words)
        self._log.stands(pod, container, failures)

    def app_of(self, version: str) -> App | None:
        """What the program of the image of that version does, None where the image is not here or does not say."""
        stored = self._runtime.images.of_version(version)
        return None if stored is None else stored.manifest.app

    def stop(self) -> None:
        """The kubelet ends: its calls of the runtime are cut, and what comes of them is written down, but not told."""
        self._runtime.cut_calls()
        self._env.timeout(0).callbacks.append(self._all_cut)

    def _all_cut(self, _: simpy.Event) -> None:
        cut, self._under_way = self._under_way, {}
        for request, wanted in cut.items():
            self._log.cut(self._env.now, wanted.pod, wanted.container, wanted.pull, request)

    def ensure_image_exists(
        self, pod: ApiPod, container: Container, emit: Emit, path: str
    ) -> Generator[simpy.Event, Any, EnsuredImage]:
        """Make sure that the container's image is on the node; may take as long as a pull takes.

        *emit* gets the events, with the container's field path *path*.
        """
        asked = ImageRequest(pod.uid, container.image, container.image_pull_policy)
        find = self._credentials.look_up(pod, container.image)
        if find is not no_credentials:
            return self._when_decided(pod, container, emit, path, find, asked)
        decision = self._rules.decide(self._env.now, asked, self._inspect, find)
        return self._as_decided(pod, container, emit, path, find, decision)

    def _when_decided(
        self, pod: ApiPod, container: Container, emit: Emit, path: str, find: FindCredentials, asked: ImageRequest
    ) -> Generator[simpy.Event, Any, EnsuredImage]:
        decision = yield from when_plugins_answered(self._env, partial(self._decide, asked, find))
        return (yield from self._as_decided(pod, container, emit, path, find, decision))

    def _as_decided(
        self, pod: ApiPod, container: Container, emit: Emit, path: str, find: FindCredentials, decision: Decision
    ) -> Generator[simpy.Event, Any, EnsuredImage]:
        for event in decision.events:
            emit(event, path)
        if isinstance(decision, Failure):
            return at_once(EnsuredImage(decision.reason, decision.message))
        if isinstance(decision, Allowed):
            there = self._runtime.image_status(container.image)
            self._log.present(self._env.now, pod, container, there)
            if self._unauthorised is not None:
                self._unauthorised.present(self._env.now, pod, container, there)
            return at_once(self._answer(there))
        request = PullRequest(decision.reference, find, decision.credentials)
        return self.go_on(pod, container, emit, path, decision, request, self._puller.pull(request))

    def go_on(
        self,
        pod: ApiPod,
        container: Container,
        emit: Emit,
        path: str,
        pull: Pull,
        request: PullRequest,
        rest: Generator[simpy.Event, Any, None],
    ) -> Generator[simpy.Event, Any, EnsuredImage]:
        """As `ensure_image_exists`, where that has come to a pull, of which the *rest* is to be done."""
        self._under_way[request] = _Wanted(pod, container, pull)
        yield from rest
        del self._under_way[request]
        outcome = self.came_of(self._env.now, pod, container, pull, request)
        for event in outcome.events:
            emit(event, path)
        if isinstance(outcome, Failure):
            return EnsuredImage(outcome.reason, outcome.message)
        return self._answer(request.stored)

    def foresee(self, now: Seconds, pod: ApiPod, container: Container) -> ForeseenImage | None:
        """Why the container will not get its image at *now*, and until when; None if it may, or nobody can say.

        That holds while no image comes to the node (an answer depends on it where the policy is not Always), and while
        the Secrets that the pod lists stay as they are.
        """
        if self._credentials.runs_plugins:
            return None
        asked = ImageRequest(pod.uid, container.image, container.image_pull_policy)
        answer = self._rules.foresee(now, asked, self._inspect, self._credentials.look_up(pod, container.image))
        if answer is None:
            return None
        failure, until = answer
        return ForeseenImage(failure.reason, failure.message, failure.events, until)

    def hopeless(self, now: Seconds, pod: ApiPod) -> Hopeless | None:
        """Until when no container of the pod can get its image, and how long its pulls take; None if one may.

        That holds under the conditions of `foresee`, and while nothing else befalls a registry.
        """
        until, takes_s = math.inf, 0.0
        for container in pod.spec.containers:
            if self.has(container):
                return None
            if container.image_pull_policy == rules.NEVER or rules.is_invalid(container.image):
                continue
            calls = self._credentials.calls(pod, container.image)
            unreachable = self._runtime.unreachable_until(container.image, now)
            if unreachable is None or not calls:
                return None
            until, takes_s = min(until, unreachable[0]), takes_s + calls * unreachable[1]
        return Hopeless(until, takes_s)

    def find(self, pod: ApiPod, container: Container) -> FindCredentials:
        """Looks up what the pod can pull the container's image with."""
        return self._credentials.look_up(pod, container.image)

    def next_end(self, now: Seconds, pod: ApiPod) -> Seconds:
        """When the first back-off of the pod's images ends, infinity if it has none; *now* if one is over."""
        ends, until = math.inf, self._rules.backoff.until
        for container in pod.spec.containers:
            if container.image_pull_policy != rules.NEVER and not rules.is_invalid(container.image):
                ends = min(ends, until(rules.backoff_key(pod.uid, container.image), now) or now)
        return ends

    def decide(self, now: Seconds, pod: ApiPod, container: Container) -> Decision:
        """What the kubelet does at *now* about the container's image, where no plugin is asked."""
        asked = ImageRequest(pod.uid, container.image, container.image_pull_policy)
        return self._rules.decide(now, asked, self._inspect, self._credentials.look_up(pod, container.image))

    def finish(self) -> None:
        """The run is over: write down which pulls are not, in the order in which they were decided."""
        for request, wanted in self._under_way.items():
            if request.calling is not None:
                request.made(request.calling)
            self._log.unfinished(wanted.pod, wanted.container, wanted.pull, request)

    def has(self, container: Container) -> bool:
        """Whether the container's image is here and matters to it."""
        if container.image_pull_policy == "Always" or rules.is_invalid(container.image):
            return False
        return self._runtime.image_status(container.image) is not None

    def _decide(self, asked: ImageRequest, find: FindCredentials) -> Decision:
        return self._rules.decide(self._env.now, asked, self._inspect, find)

    def _inspect(self, image: str) -> ImageStatus:
        refused = self._runtime.calls.refused
        if refused is not None:
            return ImageStatus(error=refused.as_grpc)
        stored = self._runtime.image_status(image)
        return ImageStatus(stored.image_id) if stored else _ABSENT

    def _answer(self, stored: StoredImage | None) -> EnsuredImage:
        """The image that the container is started from."""
        if stored is None:
            return EnsuredImage()
        manifest = stored.manifest
        runs = platforms.runs(manifest.built_for, self._runtime.platform)
        return EnsuredImage(version=stored.version, runs=runs, app=manifest.app)

    def came_of(self, now: Seconds, pod: ApiPod, container: Container, pull: Pull, request: PullRequest) -> Outcome:
        """What the kubelet makes of a pull that is over *now*. It is written down, too."""
        stored, until = request.stored, None
        took = request.ended_s - request.started_s
        if stored is None:
            pulled = Pulled("", request.error, took, 0, request.used)
        else:
            pulled = Pulled(stored.image_id, request.error, took, stored.size, request.used)
            if self._unauthorised is not None:
                self._unauthorised.pulled(pod, container, stored)
        outcome = self._rules.finished(now, pull, pulled)
        if request.error:
            until = self._rules.backoff.until(rules.backoff_key(pod.uid, container.image), now)
        self._log.over(pod, container, pull, request, until)
        return outcome
