"""A private image that a pod without a login uses because it is there, until Kubernetes 1.35 asks for one."""

from collections.abc import Iterator

from imagesim.rules.admission.pull_policy import ALWAYS
from imagesim.rules.versions import kubernetes
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of
from imagesim.studies.advising.logins import node_login_fits, pod_login_fits
from imagesim.studies.advising.uses import ImageUse

_FIRST = "1.35"


def find(bundle: Bundle) -> Iterator[Found]:
    """Images that some pods pull with a secret and others use without one, on the same nodes."""
    with_login: dict[str, ImageUse] = {}
    for use in bundle.uses:
        if use.reference is not None and pod_login_fits(bundle, use):
            with_login.setdefault(use.reference.repository, use)
    for use in bundle.uses:
        name = use.reference
        if name is None or use.policy == ALWAYS or pod_login_fits(bundle, use):
            continue
        other = with_login.get(name.repository)
        registry = bundle.registries.get(name.domain)
        if other is None or (registry is not None and registry.access.is_public(name.path)):
            continue
        pools = [
            pool
            for pool in bundle.pools_for(use.spec)
            if pool in bundle.pools_for(other.spec) and not node_login_fits(pool, name.repository) and _asks(pool, use)
        ]
        if pools:
            old = [pool.name for pool in pools if not kubernetes(pool.kubernetes_version).verifies_pulled_images]
            when = f"when {', '.join(old)} is at {_FIRST}" if old else f"on {', '.join(pool.name for pool in pools)}"
            yield Found(
                place_of(use.document, (*use.path, use.image_field), label=use.object),
                f"{use.part} has no login for {use.image}, which {other.object} pulls with one: {when} it no longer "
                f"starts from what the other has pulled.",
                f"Give it a pull secret of its own in {use.namespace}; or, if sharing is meant, set "
                "imagePullCredentialsVerificationPolicy: NeverVerify.",
            )


def _asks(pool: NodePool, use: ImageUse) -> bool:
    """Whether a kubelet that verifies asks about an image that it has pulled."""
    return pool.kubelet.verification.requires_verification(use.image, pulled_by_kubelet=True)


RULE = Rule(
    id="verification-on-upgrade",
    severity="warning",
    title="Kubernetes 1.35 asks who may use an image that is there",
    fact="Up to 1.34 any pod with IfNotPresent or Never uses what is on its node. From 1.35 "
    "(KubeletEnsureSecretPulledImages, on by default) one that has no login for an image that was pulled with one goes "
    "to the registry, and is refused there; with Never it gets ErrImageNeverPull.",
    source="KEP-2535; Kubernetes 1.36.2 pkg/kubelet/images/pullmanager; gardener/gardener#15245",
    shown_by="imagesim run nodes-upgraded",
    find=find,
)
