"""Why a container cannot start, in words: which words of a message mean what, and what mends it.

Each sign is a part of what kubelets, containerd and registries really say (rules/pods/kubelet_texts,
rules/containerd/texts); the first one that is found decides, so what is more particular stands first.
"""

import re
from typing import NamedTuple

from imagesim.rules.pods import kubelet_texts as texts


class Reason(NamedTuple):
    """`why` continues "web cannot start: "; `remedy` is a sentence. `sure` is False where the words leave more open."""

    why: str
    remedy: str
    sure: bool = True


class _Sign(NamedTuple):
    words: str
    why: str
    remedy: str
    sure: bool = True


_LATER = "The running back-off is not cut short by it; a new pod begins without one."

_SIGNS = (
    _Sign(
        r"no match for platform|no matching manifest|exec format error",
        "the image has no manifest for the node's platform",
        "Build the image for that platform, too, or keep the pod away from such nodes with a node selector on "
        "kubernetes.io/arch.",
    ),
    _Sign(
        r"no basic auth credentials|authentication required|unauthorized|401 Unauthorized|UNAUTHORIZED",
        "the registry wants a login, and none that fits was sent, or the one that was sent is not taken",
        "See that an imagePullSecret of the pod, in its own namespace, has a key for this registry and a password that "
        f"still works. {_LATER}",
    ),
    _Sign(
        r"pull access denied|insufficient_scope|may require .docker login.|repository does not exist",
        "the repository is not there, or it is private and this login may not see it: the registry says the same of "
        "both",
        "Compare the name letter by letter with the registry's; if it is right, give the pod a login that may pull it. "
        f"{_LATER}",
        sure=False,
    ),
    _Sign(
        r"403 Forbidden|denied:|DENIED|forbidden",
        "the registry refuses this image to whoever asked, or the repository is not there",
        "See whether the login may pull from that repository, and whether the name is right.",
        sure=False,
    ),
    _Sign(
        r"429|toomanyrequests|TOOMANYREQUESTS|pull rate limit|rate exceeded",
        "the registry's limit on pulls is used up",
        "Wait until the limit's window is over, log in (a login has a budget of its own), or pull through a cache.",
    ),
    _Sign(
        r"pull QPS exceeded",
        "the kubelet's own limit on pulls a second (registryPullQPS) was used up",
        "It passes by itself; raise registryPullQPS and registryBurst on nodes that start many pods at once.",
    ),
    _Sign(
        r"x509:|certificate|tls:",
        "the node does not trust the registry's certificate, or it is for another name",
        "Give the nodes the authority's certificate (hosts.toml: ca), or the registry a certificate for its name.",
    ),
    _Sign(
        r"server gave HTTP response to HTTPS client",
        "the registry speaks plain HTTP, and the node asks by HTTPS",
        "Name the registry with http:// in a hosts.toml on the nodes.",
    ),
    _Sign(
        r"no such host|server misbehaving|lookup .* on ",
        "the node cannot resolve the registry's name",
        "See whether the name is right, and whether the node's DNS knows it (nslookup on the node, not in a pod). "
        f"{_LATER}",
    ),
    _Sign(
        r"connection refused|no route to host|network is unreachable",
        "nobody answers at the registry's address",
        f"See whether the registry is up and the node may reach it. {_LATER}",
    ),
    _Sign(
        r"i/o timeout|deadline exceeded|Client\.Timeout|timeout awaiting|connection reset|TLS handshake timeout|EOF",
        "the registry did not answer in time, or the connection broke",
        f"See the way from the node to the registry: firewall, proxy, load. {_LATER}",
    ),
    _Sign(
        r"no space left on device|disk quota exceeded",
        "the node's disk is full",
        "Free the disk of the node, or let image garbage collection begin earlier (imageGCHighThresholdPercent).",
    ),
    _Sign(
        r"50[0-9] (?:Internal|Bad|Service|Gateway)|unexpected status.*: 5\d\d",
        "the registry itself failed",
        f"Look at the registry. {_LATER}",
    ),
    _Sign(
        r"schema 1|manifest\.v1\+|media type .* is no longer supported|not supported.*manifest",
        "the image has the old manifest format, schema 1, which containerd 2.1 and later refuse",
        "Push the image again with a current builder.",
    ),
    _Sign(
        r"not found|manifest unknown|MANIFEST_UNKNOWN|NAME_UNKNOWN|name unknown",
        "the registry has no such tag or repository",
        "Compare the name and the tag with what the registry lists; correct the name in the workload, or push the tag. "
        "A corrected name is a new text and begins without a back-off.",
    ),
)

_BY_REASON = {
    texts.INVALID_IMAGE_NAME: Reason(
        "the image's name cannot be parsed",
        "Correct the name in the workload. There is no back-off: the kubelet says the same at every sync.",
    ),
    texts.ERR_IMAGE_NEVER_PULL: Reason(
        "the policy is Never and the image is not on the node, or this pod may not use it (from 1.35)",
        "Load the image onto the node, or let the policy be IfNotPresent.",
    ),
    texts.IMAGE_INSPECT_ERROR: Reason(
        "the runtime could not say whether it has the image",
        "Look at the runtime on the node: its log, its disk.",
    ),
    texts.SIGNATURE_VALIDATION_FAILED: Reason(
        "the image's signature was not accepted",
        "Sign the image with a key that the node's policy knows.",
    ),
    texts.REGISTRY_UNAVAILABLE: Reason("the registry is not available", f"See whether it is up. {_LATER}"),
    texts.CRASH_LOOP_BACK_OFF: Reason(
        "its program ends again and again, and waits; its image was there",
        "Look at its log: kubectl logs --previous.",
    ),
}

_PULLS_FAIL = Reason(
    "pulls of its image fail; the list does not hold the error",
    "`kubectl describe pod` within an hour of a failure shows it, and so does the waiting message of 1.32 and later.",
    sure=False,
)


def reason_of(waiting: str, error: str) -> Reason:
    """Why a container waits with that reason, where the last *error* is known ("" if not)."""
    known = _BY_REASON.get(waiting)
    if known is not None:
        return known
    for sign in _SIGNS:
        if error and re.search(sign.words, error):
            return Reason(sign.why, sign.remedy, sign.sure)
    if error:
        return Reason("pulls of its image fail, for a reason that this program does not know", "", sure=False)
    return _PULLS_FAIL
