"""An image volume that asks its registry about once a minute."""

from collections.abc import Iterator

from imagesim.rules.admission.pull_policy import ALWAYS
from imagesim.rules.versions import kubernetes
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Image volumes with Always on kubelets that ensure them at each sync."""
    for use in bundle.uses:
        pools = bundle.pools_for(use.spec)
        asking = [pool for pool in pools if kubernetes(pool.kubernetes_version).image_volumes_ensured_each_sync]
        if use.is_volume and use.policy == ALWAYS and asking:
            yield Found(
                place_of(use.document, (*use.path, use.image_field), label=use.object),
                f"{use.part}: with Always each running pod asks the registry of {use.image} every 60 to 90 s.",
                "Name a tag other than latest or a digest, and leave out pullPolicy or write IfNotPresent.",
            )


RULE = Rule(
    id="image-volume-always",
    severity="warning",
    title="An image volume with Always",
    fact="The kubelet ensures the image of a volume at every sync of the pod, also while it runs: with Always that "
    "is a "
    "question to the registry each time, and an event.",
    source="kubernetes/kubernetes#138644; Kubernetes 1.36.2 pkg/kubelet/kuberuntime/kuberuntime_manager.go",
    shown_by="imagesim run parts-of-a-pod",
    find=find,
)
