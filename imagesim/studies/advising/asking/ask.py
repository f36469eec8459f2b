"""Asks registries, read-only: would the nodes get the names that manifests have?

One question is one GET of an index or a manifest, and of a config where there is no index: at a registry that counts
pulls it is one. Nothing is fetched beyond that, nothing is retried, and nothing in a cluster is changed. Each of a
pod's logins is tried in the kubelet's order, and with each of them the hosts of the node's hosts.toml in containerd's.
"""

from typing import NamedTuple

from imagesim.extras import REGISTRY, needing
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.studies.advising.asking.answers import ASKED, AskedName, Verdict
from imagesim.studies.advising.asking.questions import Way, questions
from imagesim.studies.advising.asking.real_logins import real_passwords
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Finding, Found, as_finding, place_of
from imagesim.studies.advising.uses import ImageUse

with needing(REGISTRY, "questions to registries", "requests"):
    from imagesim.studies.advising.asking.conversation import Conversations, HostAnswer

_FURTHEST: tuple[Verdict, ...] = ("there", "unauthorised", "rate-limited", "failing", "absent", "unreachable",
                                  "not-asked")  # fmt: skip
"""Of several failures containerd reports a status before not found, and that before no answer."""
_MEND = {
    "absent": "Push it, or name what is there: imagesim image add NAME reads what a registry holds.",
    "unauthorised": "Give the pods a pull secret, or the nodes a login, that may pull it; imagesim match shows which "
    "keys fit.",
    "rate-limited": "Log in, or wait until the window has passed.",
    "unreachable": "See that the nodes reach it: its name, its port, its certificate, a proxy.",
    "failing": "Look at the registry.",
    "other-platform": "Build the image for these nodes too, or keep the pods off them (nodeSelector "
    "kubernetes.io/arch).",
}


class Asked(NamedTuple):
    """The answers, and what is wrong with them, in the order of the bundle's images."""

    answers: tuple[AskedName, ...]
    findings: list[Finding]


def ask(bundle: Bundle, *, timeout_s: float = 60.0) -> Asked:
    """Ask for every name of the bundle, for *timeout_s* seconds at most; what is left by then is said to be not "
    "asked."""
    conversations = Conversations(timeout_s)
    passwords = real_passwords(bundle.documents.values())
    answers: list[AskedName] = []
    findings: list[Finding] = []
    for (name, way), users in questions(bundle, passwords).items():
        said = _pulled(conversations, name, way)
        answers.append(_answer(name, said, users))
        findings += _findings(said, users)
    return Asked(tuple(answers), findings)


def _pulled(conversations: Conversations, name: ImageReference, way: Way) -> HostAnswer:
    """What comes of a pull: the first success, else of all failures the one that would be reported."""
    if not way.logins:
        return HostAnswer("failing", name.domain, "no login", "was not asked: a pull secret of the pod cannot be read")
    said = []
    for login in way.logins:
        for host in way.hosts:
            said.append(conversations.of(host, login, name))
            if said[-1].verdict == "there":
                return said[-1].for_node(way.platform)
    return min(said, key=lambda each: _FURTHEST.index(each.verdict))


def _answer(name: ImageReference, said: HostAnswer, users: list[tuple[ImageUse, NodePool]]) -> AskedName:
    return AskedName(
        image=name.text,
        pools=tuple(dict.fromkeys(pool.name for _, pool in users)),
        verdict=said.verdict,
        host=said.host,
        login=said.login,
        says=said.says,
        digest=said.digest,
        platforms=said.platforms,
    )


def _findings(said: HostAnswer, users: list[tuple[ImageUse, NodePool]]) -> list[Finding]:
    """One for each container, with all pools whose nodes ask so."""
    rule = ASKED.get(said.verdict)
    if rule is None:
        return []
    pools: dict[tuple[str, str], list[str]] = {}
    uses: dict[tuple[str, str], ImageUse] = {}
    for use, pool in users:
        uses.setdefault((use.object, use.part), use)
        pools.setdefault((use.object, use.part), []).append(pool.name)
    return [
        as_finding(
            rule,
            Found(
                place_of(use.document, (*use.path, use.image_field), label=use.object),
                f"{use.part}: {use.image}, asked as nodes of {', '.join(pools[key])} with {said.login}: {said.host}: "
                f"{said.says}.",
                _MEND[said.verdict],
            ),
        )
        for key, use in uses.items()
    ]
