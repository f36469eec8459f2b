"""EnsureImageExists on one node: puts the kubelet's decisions about an image into effect.

The decisions themselves are rules (imagesim.rules.image_manager); here the runtime is asked, the puller is waited for,
and every answer is written down.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

import simpy

from imagesim.engine.api_server import ApiPod
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.node_credentials import CredentialFinder, when_plugins_answered
from imagesim.engine.puller import Puller, PullRequest
from imagesim.engine.records import PullRecord, Records
from imagesim.rules import image_manager as rules
from imagesim.rules import kubelet_texts as texts
from imagesim.rules.credential import Credential
from imagesim.rules.image_decision import Ensured as Allowed
from imagesim.rules.image_decision import Failure, ImageStatus, Pull, Pulled, Request
from imagesim.rules.objects import Container
from imagesim.rules.pull_manager import ImagePullManager
from imagesim.rules.units import Seconds
from imagesim.rules.verification_policy import VerificationPolicy
from imagesim.rules.versions import KubernetesBehaviour

Emit = Callable[[texts.Event], None]


@dataclass(frozen=True, slots=True)
class Ensured:
    """The answer: an empty `reason` and the image's version, or the waiting reason and message."""

    reason: str = ""
    message: str = ""
    version: str = ""


class ImageManager:
    """The image manager of one kubelet."""

    def __init__(
        self,
        env: simpy.Environment,
        behaviour: KubernetesBehaviour,
        verification: VerificationPolicy,
        runtime: Runtime,
        puller: Puller,
        credentials: CredentialFinder,
        records: Records,
    ) -> None:
        self._env = env
        self._runtime = runtime
        self._puller = puller
        self._credentials = credentials
        self._records = records
        pull_manager = ImagePullManager(verification) if behaviour.verifies_pulled_images else None
        self._rules = rules.ImageManager(behaviour, pull_manager)
        self._attempts: dict[tuple[str, str], int] = {}

    def ensure_image_exists(
        self, pod: ApiPod, container: Container, emit: Emit
    ) -> Generator[simpy.Event, Any, Ensured]:
        """Make sure that the container's image is on the node; may take as long as a pull takes. *emit* gets events."""
        request = Request(pod_uid=pod.uid, image=container.image, policy=container.image_pull_policy)
        find = self._credentials.look_up(pod, container.image)
        decision = yield from when_plugins_answered(
            self._env, lambda: self._rules.decide(self._env.now, request, self._inspect, find)
        )
        for event in decision.events:
            emit(event)
        if isinstance(decision, Failure):
            return Ensured(decision.reason, decision.message)
        if isinstance(decision, Allowed):
            self._record_present(pod, container)
            return Ensured(version=self._version(container.image))
        return (yield from self._pull(pod, container, decision, find, emit))

    def _inspect(self, image: str) -> ImageStatus:
        stored = self._runtime.image_status(image)
        return ImageStatus(stored.image_id) if stored else ImageStatus()

    def _version(self, image: str) -> str:
        stored = self._runtime.image_status(image)
        return stored.version if stored else ""

    def _platform(self, image: str) -> str:
        """The platform of the manifest that the node took; the node's own where an undescribed registry says none."""
        stored = self._runtime.image_status(image)
        return (stored.manifest.platform if stored else "") or self._runtime.platform

    def _pull(
        self, pod: ApiPod, container: Container, pull: Pull, find: Callable[[], Sequence[Credential]], emit: Emit
    ) -> Generator[simpy.Event, Any, Ensured]:
        known = pull.credentials
        request = PullRequest(pull.reference, find if known is None else lambda: known)
        yield from self._puller.pull(request)
        stored = request.calls[-1].image if request.calls else None
        pulled = Pulled(
            image_ref=stored.image_id if stored else "",
            error=request.error,
            seconds=request.ended_s - request.started_s,
            size=stored.size if stored else 0,
            used=request.used,
        )
        outcome = self._rules.finished(self._env.now, pull, pulled)
        for event in outcome.events:
            emit(event)
        self._record_pull(pod, container, pull, request)
        if isinstance(outcome, Failure):
            return Ensured(outcome.reason, outcome.message)
        return Ensured(version=stored.version if stored else "")

    def _record_pull(self, pod: ApiPod, container: Container, pull: Pull, request: PullRequest) -> None:
        attempt = self._attempts[pod.uid, container.name] = self._attempts.get((pod.uid, container.name), 0) + 1
        stored = request.calls[-1].image if request.calls else None
        key = rules.backoff_key(pod.uid, container.image)
        until = self._rules.backoff.until(key, self._env.now) if request.error else None
        self._record(
            pod, container, attempt=attempt, digest=stored.version if stored else "", queued_s=pull.started,
            started_s=request.started_s, ended_s=request.ended_s,
            bytes_fetched=sum(call.bytes_fetched for call in request.calls),
            bytes_reused=sum(call.bytes_reused for call in request.calls),
            layers_fetched=sum(call.layers_fetched for call in request.calls),
            layers_reused=sum(call.layers_reused for call in request.calls),
            requests=sum(call.requests for call in request.calls), outcome="Failed" if request.error else "Pulled",
            error=request.error, credential="" if request.error else _credential(request),
            backoff_until_s=until,
        )  # fmt: skip

    def _record_present(self, pod: ApiPod, container: Container) -> None:
        now = self._env.now
        self._record(
            pod, container, attempt=0, digest=self._version(container.image), queued_s=now, started_s=now, ended_s=now,
            bytes_fetched=0, bytes_reused=0, layers_fetched=0, layers_reused=0, requests=0, outcome="AlreadyPresent",
            error="", credential="", backoff_until_s=None,
        )  # fmt: skip

    def _record(
        self, pod: ApiPod, container: Container, *, attempt: int, digest: str, queued_s: Seconds, **rest: Any
    ) -> None:
        self._records.pulls.append(
            PullRecord(
                pull_id=len(self._records.pulls) + 1, node=self._runtime.node, namespace=pod.namespace, pod=pod.name,
                container=container.name, image=container.image, policy=container.image_pull_policy, attempt=attempt,
                digest=digest, platform=self._platform(container.image) if digest else "", queued_s=queued_s, **rest,
            )
        )  # fmt: skip


def _credential(request: PullRequest) -> str:
    """What the pull worked with. A login that the runtime has by itself stays unknown to the kubelet."""
    by_itself = request.used is None and request.calls[-1].login is not None
    return "vendor hook" if by_itself else credential_text(request.used)


def credential_text(credential: Credential | None) -> str:
    """Where a credential came from, for people: "anonymous", "Secret shop/regcred" or "node"."""
    if credential is None:
        return "anonymous"
    source = credential.source
    return f"{source.kind} {source.namespace}/{source.name}" if source else "node"
