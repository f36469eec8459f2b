"""EnsureImageExists on one node: puts the kubelet's decisions about an image into effect.

The decisions themselves are rules (imagesim.rules.images.image_manager); here the runtime is asked, the puller is
waited for, and every answer is written down.
"""

from collections.abc import Generator
from functools import partial
from typing import Any, NamedTuple

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.kubelet.node_credentials import CredentialFinder, when_plugins_answered
from imagesim.engine.kubelet.puller import Puller, PullRequest
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import PullRecord, UnfinishedPullRecord
from imagesim.rules import platforms
from imagesim.rules.api.objects import Container
from imagesim.rules.credentials.credential import Credential
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
        self._records = records
        pull_manager = ImagePullManager(verification) if behaviour.verifies_pulled_images else None
        self.pull_manager = pull_manager
        self._rules = rules.ImageManager(behaviour, pull_manager)
        self._attempts: dict[tuple[str, str], int] = {}
        self._under_way: dict[PullRequest, _Wanted] = {}

    def ensure_image_exists(
        self, pod: ApiPod, container: Container, emit: Emit, path: str
    ) -> Generator[simpy.Event, Any, EnsuredImage]:
        """Make sure that the container's image is on the node; may take as long as a pull takes.

        *emit* gets the events, with the container's field path *path*.
        """
        asked = ImageRequest(pod.uid, container.image, container.image_pull_policy)
        find = self._credentials.look_up(pod, container.image)
        if find is no_credentials:  # then there is nothing to wait for
            decision = self._rules.decide(self._env.now, asked, self._inspect, find)
        else:
            decision = yield from when_plugins_answered(self._env, partial(self._decide, asked, find))
        for event in decision.events:
            emit(event, path)
        if isinstance(decision, Failure):
            return EnsuredImage(decision.reason, decision.message)
        if isinstance(decision, Allowed):
            there = self._runtime.image_status(container.image)
            self._record_present(pod, container, there)
            return self._answer(there)
        request = PullRequest(decision.reference, find, decision.credentials)
        self._under_way[request] = _Wanted(pod, container, decision)
        yield from self._puller.pull(request)
        del self._under_way[request]
        outcome = self._finished(decision, request)
        for event in outcome.events:
            emit(event, path)
        self._record_pull(pod, container, decision, request)
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

    def finish(self) -> None:
        """The run is over: write down which pulls are not, in the order in which they were decided."""
        for request, wanted in self._under_way.items():
            if request.calling is not None:
                request.made(request.calling)
            self._record_unfinished(wanted.pod, wanted.container, wanted.pull, request)

    def has(self, container: Container) -> bool:
        """Whether the container's image is here and matters to it."""
        if container.image_pull_policy == "Always" or rules.is_invalid(container.image):
            return False
        return self._runtime.image_status(container.image) is not None

    def _decide(self, asked: ImageRequest, find: FindCredentials) -> Decision:
        return self._rules.decide(self._env.now, asked, self._inspect, find)

    def _inspect(self, image: str) -> ImageStatus:
        stored = self._runtime.image_status(image)
        return ImageStatus(stored.image_id) if stored else _ABSENT

    def _answer(self, stored: StoredImage | None) -> EnsuredImage:
        """The image that the container is started from."""
        if stored is None:
            return EnsuredImage()
        return EnsuredImage(
            version=stored.version, runs=platforms.runs(stored.manifest.platform, self._runtime.platform)
        )

    def _platform(self, stored: StoredImage | None) -> str:
        """The platform of the manifest that the node took; the node's own where an undescribed registry says none."""
        return (stored.manifest.platform or self._runtime.platform) if stored else ""

    def _finished(self, pull: Pull, request: PullRequest) -> Outcome:
        stored = request.stored
        took = request.ended_s - request.started_s
        if stored is None:
            pulled = Pulled("", request.error, took, 0, request.used)
        else:
            pulled = Pulled(stored.image_id, request.error, took, stored.size, request.used)
        return self._rules.finished(self._env.now, pull, pulled)

    def _record_pull(self, pod: ApiPod, container: Container, pull: Pull, request: PullRequest) -> None:
        tried = pod.uid, container.name
        attempt = self._attempts[tried] = self._attempts.get(tried, 0) + 1
        stored, runtime, records = request.stored, self._runtime, self._records.pulls
        until = None
        if request.error:
            until = self._rules.backoff.until(rules.backoff_key(pod.uid, container.image), self._env.now)
        records.append(
            PullRecord(
                len(records) + 1, runtime.node, pod.namespace, pod.name, container.name, container.image,
                container.image_pull_policy, attempt, stored.version if stored else "",
                self._platform(stored), pull.started, request.started_s, request.ended_s,
                request.bytes_fetched, request.bytes_reused, request.layers_fetched, request.layers_reused,
                request.requests, "Failed" if request.error else "Pulled", request.error,
                "" if request.error else _credential(request), until,
            )
        )  # fmt: skip

    def _record_unfinished(self, pod: ApiPod, container: Container, pull: Pull, request: PullRequest) -> None:
        started_s = None if request.waits else request.started_s
        attempt = self._attempts.get((pod.uid, container.name), 0) + 1
        self._records.unfinished_pulls.append(
            UnfinishedPullRecord(
                self._runtime.node, pod.namespace, pod.name, container.name, container.image,
                container.image_pull_policy, attempt, pull.started, started_s, request.bytes_fetched,
                request.bytes_reused, request.layers_fetched, request.layers_reused, request.requests,
            )
        )  # fmt: skip

    def _record_present(self, pod: ApiPod, container: Container, there: StoredImage | None) -> None:
        now, runtime, records = self._env.now, self._runtime, self._records.pulls
        records.append(
            PullRecord(
                len(records) + 1, runtime.node, pod.namespace, pod.name, container.name, container.image,
                container.image_pull_policy, 0, there.version if there else "", self._platform(there), now, now, now,
                0, 0, 0, 0, 0, "AlreadyPresent", "", "", None,
            )
        )  # fmt: skip


def _credential(request: PullRequest) -> str:
    """What the pull worked with. A login that the runtime has by itself stays unknown to the kubelet."""
    by_itself = request.used is None and request.calls[-1].session.login is not None
    return "vendor hook" if by_itself else credential_text(request.used)


def credential_text(credential: Credential | None) -> str:
    """Where a credential came from, for people: "anonymous", "Secret shop/regcred" or "node"."""
    if credential is None:
        return "anonymous"
    source = credential.source
    return f"{source.kind} {source.namespace}/{source.name}" if source else "node"
