"""When a kubelet says that pull secrets of a pod are not there: FailedToRetrieveImagePullSecret.

Up to 1.36 each sync says so before anything is pulled (pkg/kubelet/kubelet_pods.go, read at 1.36.3). From 1.37 on one
in which a pull failed says so at its end, once for all containers (release notes, kubernetes#138432; that the results
of the sync are searched for ErrImagePull is from the review of kubernetes#128732, and the merged code was not read).
"""

from collections.abc import Callable, Iterable

from imagesim.engine.api.api_pod import ApiPod
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.sync_result import SyncResult
from imagesim.rules.versions import KubernetesBehaviour


class MissingSecrets:
    """What one kubelet says of them. *missing* names the pull secrets that a pod lists and that are not there."""

    def __init__(self, behaviour: KubernetesBehaviour, missing: Callable[[ApiPod], list[str]]) -> None:
        self._after_failed_pull = behaviour.missing_secret_told_after_failed_pull
        self._missing = missing

    def before(self, pod: ApiPod) -> texts.Event | None:
        """What a sync of *pod* says when it begins, None for nothing."""
        return None if self._after_failed_pull else self._said(pod)

    def after(self, pod: ApiPod, results: Iterable[SyncResult]) -> texts.Event | None:
        """What a sync of *pod* that had these *results* says when it ends, None for nothing."""
        if self._after_failed_pull and any(result.error == texts.ERR_IMAGE_PULL for result in results):
            return self._said(pod)
        return None

    def _said(self, pod: ApiPod) -> texts.Event | None:
        names = self._missing(pod) if pod.spec.image_pull_secrets else ()
        return texts.pull_secrets_missing(names) if names else None
