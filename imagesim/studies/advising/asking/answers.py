"""What a registry says of a name, and the rules by which that becomes a finding."""

from dataclasses import dataclass
from typing import Literal

from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, Severity

Verdict = Literal["there", "other-platform", "absent", "unauthorised", "rate-limited", "failing", "unreachable",
                  "not-asked"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedName:
    """One name, asked as nodes of some pools ask for pods with some logins.

    `host` is who answered last, `login` with which credential that was (a user and an origin, never a password), `says`
    a sentence. `digest` is what the name stands for, and `platforms` for which it is there.
    """

    image: str
    pools: tuple[str, ...]
    verdict: Verdict
    host: str
    login: str
    says: str
    digest: str = ""
    platforms: tuple[str, ...] = ()


def _nothing(_: Bundle) -> tuple[Found, ...]:
    return ()


def _rule(id_: str, severity: Severity, title: str, fact: str, source: str, shown_by: str) -> Rule:
    return Rule(id=id_, severity=severity, title=title, fact=fact, source=source, shown_by=shown_by, find=_nothing)


_PULLS = "imagesim run pull-policy --until 5m --set Pod/shop/web:spec.containers[0].imagePullPolicy=Always"

ASKED: dict[Verdict, Rule] = {
    "absent": _rule(
        "registry-absent",
        "error",
        "A name that its registry does not hold",
        "A pull of it ends with not found, again at each attempt; nodes that have the image go on with IfNotPresent.",
        "OCI distribution specification; containerd v2.3.4 core/remotes/docker/resolver.go",
        "imagesim run mistyped-tag",
    ),
    "unauthorised": _rule(
        "registry-unauthorised",
        "error",
        "A name that the pod's logins do not get",
        "Registries say the same of a private repository and, often, of one that does not exist. Where a login's key "
        "fits, nobody asks without it: a wrong login fails for a public image too.",
        "Kubernetes 1.36.2 pkg/kubelet/images/image_manager.go; containerd v2.3.4 core/remotes/docker/authorizer.go",
        "imagesim run private-pull-secret --until 9m",
    ),
    "rate-limited": _rule(
        "registry-rate-limited",
        "warning",
        "A registry whose limit is reached",
        "The answer is 429 for this address or account until its window has passed; every attempt asks up to five "
        "times.",
        "docker/docs content/manuals/docker-hub/usage/pulls.md; containerd v2.3.4 core/remotes/docker",
        "imagesim run docker-hub-limit",
    ),
    "unreachable": _rule(
        "registry-unreachable",
        "warning",
        "A registry that does not answer",
        "Without an answer nothing is pulled, and with Always nothing starts, whatever is on the node. This was asked "
        "from here: a node may reach what this machine does not, and the other way round.",
        "kubernetes/kubernetes#95854",
        f"{_PULLS} --set 'Timeline/timeline:spec.events=[{{at: 0s, outage: {{registry: registry.example, for: 1h}}}}]'",
    ),
    "failing": _rule(
        "registry-failing",
        "warning",
        "A registry that fails",
        "It answers with an error of its own; a pull ends with that, and is tried again after the back-off.",
        "containerd v2.3.4 core/remotes/docker/resolver.go",
        f"{_PULLS} --set "
        "'Timeline/timeline:spec.events=[{at: 0s, outage: {registry: registry.example, for: 1h, status: 503}}]'",
    ),
    "other-platform": _rule(
        "registry-platform",
        "error",
        "A name that is not there for the platform of its nodes",
        "An index without an entry for the node pulls nothing (no match for platform), and a single manifest for "
        "another "
        "machine is pulled and does not start (exec format error); the scheduler looks at neither.",
        "containerd v2.3.4 core/images; kubewarden/adm-controller#1378",
        "imagesim run many-architectures",
    ),
}
"""The rule of each verdict that is a finding."""

ASKED_RULES: dict[str, Rule] = {rule.id: rule for rule in ASKED.values()}
