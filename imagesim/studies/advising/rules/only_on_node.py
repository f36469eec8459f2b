"""An image that nodes have and no registry."""

from collections.abc import Iterator

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of
from imagesim.studies.advising.images import held
from imagesim.studies.advising.uses import ImageUse


def find(bundle: Bundle) -> Iterator[Found]:
    """Names on localhost, and names on nodes that their described registry does not hold."""
    for use in bundle.uses:
        if use.reference is None:
            continue
        why = _why(bundle, use, use.reference)
        place = place_of(use.document, (*use.path, use.image_field), label=use.object)
        if not why and _is_node_itself(bundle, use, use.reference):
            yield Found(
                place,
                f"{use.part}: {use.reference.domain} is each node itself, so that a registry has to answer there on "
                "each.",
                "See that one does (a NodePort, a hosts.toml), or name a registry by a host that all nodes reach.",
                severity="note" if ":" in use.reference.domain else None,
            )
        if why:
            yield Found(
                place,
                f"{use.part}: {use.image} {why}; a new node, a node whose image GC took it, and a moved pod find "
                "nothing.",
                "Push it to a registry that the nodes reach and name it so; or put it onto every node image and pin "
                "it.",
            )


def _why(bundle: Bundle, use: ImageUse, name: ImageReference) -> str:
    registry = bundle.registries.get(name.domain)
    having = [pool.name for pool in bundle.pools_for(use.spec) if _has(pool.prepulled, name) or _has(pool.loaded, name)]
    if registry is None or held(bundle, name) is not None or not having:
        return ""
    return f"is on nodes of {', '.join(having)} alone: {name.domain} does not hold it"


def _is_node_itself(bundle: Bundle, use: ImageUse, name: ImageReference) -> bool:
    """Whether the registry is the node's own localhost, and neither a document nor a hosts.toml says who answers."""
    configured = any(hosts.host == name.domain for pool in bundle.pools_for(use.spec) for hosts in pool.hosts)
    local = name.domain.partition(":")[0] == "localhost"
    return local and not configured and name.domain not in bundle.registries


def _has(names: tuple[str, ...], wanted: ImageReference) -> bool:
    return any(_qualified(name) == wanted.fully_qualified for name in names)


def _qualified(name: str) -> str:
    try:
        return ImageReference.parse(name).fully_qualified
    except InvalidImageName:
        return ""


RULE = Rule(
    id="only-on-node",
    severity="warning",
    title="An image that only nodes have",
    fact="An image that was loaded onto nodes is there until image GC takes it, and is not on nodes that join later. A "
    "pull of it fails, for ever.",
    source="Kubernetes 1.36.2 pkg/kubelet/images/image_gc_manager.go; k3s-io/k3s#7569, kubernetes-sigs/kind#328",
    shown_by="imagesim run local-image",
    find=find,
)
