"""Writes down what one kubelet did about its containers' images."""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.kubelet.puller import PullRequest
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import PullRecord, UnfinishedPullRecord
from imagesim.rules.api.objects import Container
from imagesim.rules.credentials.credential import Credential
from imagesim.rules.images.decision import Pull
from imagesim.rules.units import Seconds

NEVER_BEGUN = "the kubelet stopped before the pull had begun"
"""What is written of a pull that still waited when its kubelet stopped, for its turn or for credentials."""


class PullLog:
    """Rows of *records* about the node of *runtime*."""

    def __init__(self, runtime: Runtime, records: RecordBook) -> None:
        self._runtime = runtime
        self._records = records
        self._attempts: dict[tuple[str, str], int] = {}

    def goes_on_with(self, before: "PullLog") -> None:
        """Attempts are counted where the log of the kubelet *before* stopped."""
        self._attempts = before._attempts

    def stands(self, pod: ApiPod, container: Container, attempts: int) -> None:
        """So many attempts were made before the run."""
        self._attempts[pod.uid, container.name] = attempts

    def over(
        self, pod: ApiPod, container: Container, pull: Pull, request: PullRequest, backoff_until_s: Seconds | None
    ) -> None:
        """A pull is over; *backoff_until_s* is the end of the window that its failure opened."""
        tried = pod.uid, container.name
        attempt = self._attempts[tried] = self._attempts.get(tried, 0) + 1
        stored, records = request.stored, self._records.pulls
        records.append(
            PullRecord(
                len(records) + 1, self._runtime.node, pod.namespace, pod.name, container.name, container.image,
                container.image_pull_policy, attempt, stored.version if stored else "",
                self._platform(stored), pull.started, request.started_s, request.ended_s,
                request.bytes_fetched, request.bytes_reused, request.layers_fetched, request.layers_reused,
                request.requests, "Failed" if request.error else "Pulled", request.error,
                "" if request.error else _credential(request), backoff_until_s,
            )
        )  # fmt: skip

    def cut(self, now: Seconds, pod: ApiPod, container: Container, pull: Pull, request: PullRequest) -> None:
        """The kubelet has ended, and with it a pull: the runtime knows how a call ended, and nobody else."""
        call, request.ended_s = request.calling, now
        if request.waits:
            request.started_s = now
        if call is None:
            request.error = NEVER_BEGUN
        else:
            request.made(call)
            request.error = "" if call.failure is None else call.failure.as_kubelet_sees_it
        self.over(pod, container, pull, request, None)

    def unfinished(self, pod: ApiPod, container: Container, pull: Pull, request: PullRequest) -> None:
        """A pull is not over, and the run is."""
        started_s = None if request.waits else request.started_s
        attempt = self._attempts.get((pod.uid, container.name), 0) + 1
        self._records.unfinished_pulls.append(
            UnfinishedPullRecord(
                self._runtime.node, pod.namespace, pod.name, container.name, container.image,
                container.image_pull_policy, attempt, pull.started, started_s, request.bytes_fetched,
                request.bytes_reused, request.layers_fetched, request.layers_reused, request.requests,
            )
        )  # fmt: skip

    def present(self, now: Seconds, pod: ApiPod, container: Container, there: StoredImage | None) -> None:
        """The image is there and need not be pulled."""
        records = self._records.pulls
        records.append(
            PullRecord(
                len(records) + 1, self._runtime.node, pod.namespace, pod.name, container.name, container.image,
                container.image_pull_policy, 0, there.version if there else "", self._platform(there), now, now, now,
                0, 0, 0, 0, 0, "AlreadyPresent", "", "", None,
            )
        )  # fmt: skip

    def _platform(self, stored: StoredImage | None) -> str:
        """The platform of the manifest that the node took; the node's own where an undescribed registry says none."""
        return (stored.manifest.built_for or self._runtime.platform) if stored else ""


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
