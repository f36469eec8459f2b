"""EnsureImageExists: what the kubelet does about the image of one container that is about to start.

Models pkg/kubelet/images/image_manager.go. The order of the checks, as far as this module goes: the name, the policy
with what is on the node, the back-off, the pull. Credentials and their verification come with the registries' users.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import simpy

from imagesim.engine.puller import Puller, PullRequest
from imagesim.engine.records import PullRecord, Records
from imagesim.engine.runtime import Runtime
from imagesim.rules import kubelet_texts as texts
from imagesim.rules.backoff import Backoff
from imagesim.rules.objects import Container
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour

INITIAL_BACKOFF_S, MAX_BACKOFF_S = 10.0, 300.0  # kubelet.go imageBackOffPeriod and MaxImageBackOff, 1.32 to 1.36


@dataclass(frozen=True, slots=True)
class Ensured:
    """The answer: an empty `reason` and the image's version, or the waiting reason and message."""

    reason: str = ""
    message: str = ""
    version: str = ""


class ImageManager:
    """The image manager of one kubelet. `emit` gets the events of the container that is asked for."""

    def __init__(
        self,
        env: simpy.Environment,
        behaviour: KubernetesBehaviour,
        runtime: Runtime,
        puller: Puller,
        records: Records,
    ) -> None:
        self._env = env
        self._behaviour = behaviour
        self._runtime = runtime
        self._puller = puller
        self._records = records
        self._backoff = Backoff(INITIAL_BACKOFF_S, MAX_BACKOFF_S)
        self._last_error: dict[str, str] = {}
        self._attempts: dict[tuple[str, str], int] = {}

    def ensure_image_exists(
        self, namespace: str, pod: str, uid: str, container: Container, emit: Callable[[texts.Event], None]
    ) -> Generator[simpy.Event, Any, Ensured]:
        """Make sure that the container's image is on the node; may take as long as a pull takes."""
        try:
            image = ImageReference.parse(container.image).with_default_tag
        except InvalidImageName as error:
            message = texts.default_tag_failed(container.image, str(error))
            emit(texts.inspect_failed(message))
            return Ensured(texts.INVALID_IMAGE_NAME, message)
        who = (namespace, pod, uid)
        if container.image_pull_policy in ("IfNotPresent", "Never"):
            stored = self._runtime.image_status(image)
            if stored is not None:
                emit(texts.already_present(self._behaviour, container.image))
                self._present(who, container, stored.version)
                return Ensured(version=stored.version)
            if container.image_pull_policy == "Never":
                message = texts.never_pull_message(container.image)
                emit(texts.never_pull(container.image))
                return Ensured(texts.ERR_IMAGE_NEVER_PULL, message)
        # The key is the text as typed, so `nginx` and `nginx:latest` of one pod do not share a back-off.
        key = f"{uid}_{container.image}"
        if self._backoff.is_in_backoff_since_update(key, self._env.now, self._env.now):
            emit(texts.back_off(container.image))
            return Ensured(
                texts.IMAGE_PULL_BACK_OFF, texts.back_off_message(container.image, self._last_error.get(key, ""))
            )
        return (yield from self._pull(who, container, image, key, emit))

    def _pull(
        self, who: tuple[str, str, str], container: Container, image: str, key: str, emit: Callable[[texts.Event], None]
    ) -> Generator[simpy.Event, Any, Ensured]:
        queued_s = self._env.now
        emit(texts.pulling(container.image))
        request = PullRequest(image)
        yield from self._puller.pull(request)
        now = self._env.now
        if request.failure is not None or request.call is None or request.call.image is None:
            error = request.failure.as_kubelet_sees_it if request.failure else ""
            emit(texts.pull_failed(container.image, error))
            self._backoff.next(key, now)
            reason, message = texts.pull_error(container.image, error)
            self._last_error[key] = f"{reason}: {message}"
            self._record(who, container, request, queued_s, error, self._backoff.until(key, now))
            return Ensured(reason, message)
        # A success keeps this pod's entry on purpose: upstream only sweeps out what is older than twice the maximum.
        self._backoff.gc(now)
        size = request.call.image.size
        emit(texts.pulled(container.image, request.ended_s - request.started_s, now - queued_s, size))
        self._record(who, container, request, queued_s, "", None)
        return Ensured(version=request.call.image.version)

    def _record(
        self,
        who: tuple[str, str, str],
        container: Container,
        request: PullRequest,
        queued_s: Seconds,
        error: str,
        until: Seconds | None,
    ) -> None:
        namespace, pod, uid = who
        attempt = self._attempts[uid, container.name] = self._attempts.get((uid, container.name), 0) + 1
        call = request.call
        version = call.image.version if call and call.image else ""
        self._records.pulls.append(
            PullRecord(
                pull_id=len(self._records.pulls) + 1,
                node=self._runtime.node,
                namespace=namespace,
                pod=pod,
                container=container.name,
                image=container.image,
                policy=container.image_pull_policy,
                attempt=attempt,
                digest=version,
                platform=self._runtime.platform if version else "",
                queued_s=queued_s,
                started_s=request.started_s,
                ended_s=request.ended_s,
                bytes_fetched=call.bytes_fetched if call else 0,
                bytes_reused=call.bytes_reused if call else 0,
                layers_fetched=call.layers_fetched if call else 0,
                layers_reused=call.layers_reused if call else 0,
                requests=call.requests if call else 0,
                outcome="Failed" if error else "Pulled",
                error=error,
                credential="",
                backoff_until_s=until,
            )
        )

    def _present(self, who: tuple[str, str, str], container: Container, version: str) -> None:
        namespace, pod, _ = who
        now = self._env.now
        self._records.pulls.append(
            PullRecord(
                len(self._records.pulls) + 1, self._runtime.node, namespace, pod, container.name, container.image,
                container.image_pull_policy, 0, version, self._runtime.platform, now, now, now, 0, 0, 0, 0, 0,
                "AlreadyPresent", "", "", None,
            )
        )  # fmt: skip
