"""Which credentials a pull of an image would try, and why each key fits or does not, under both matching rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from imagesim.results.explorers.names import describe_name
from imagesim.rules.credentials.key_matching import MATCHING_RULES, KeyVerdict, MatchingRule
from imagesim.rules.credentials.keyring import Keyring, SourcedConfig
from imagesim.rules.credentials.pull_credentials import NodeCredentials, pull_credentials
from imagesim.rules.shown import gate
from imagesim.rules.shown.secret_texts import without_user
from imagesim.rules.versions import DEFAULT_KUBERNETES, kubernetes
from imagesim.scenarios.files.docker_configs import DockerConfigSource

KUBELET, DOCUMENTED = MATCHING_RULES
NODE = "the node's docker config"


class Attempt(NamedTuple):
    """One credential that is tried. `password` is a stand-in, "" where there is none."""

    user: str
    password: str
    key: str
    origin: str

    def __str__(self) -> str:
        who = f"user {self.user}" if self.user else "no user"
        what = f"password {self.password}" if self.password else "no password"
        return f"{who}, {what}, key {self.key}, of {self.origin}"


class KeyReport(NamedTuple):
    """What the rules say of one key; `verdicts` has one for each rule, in the order of MATCHING_RULES."""

    key: str
    origin: str
    verdicts: tuple[KeyVerdict, ...]

    @property
    def remark(self) -> str:
        """In words, that the rules disagree; "" where they do not."""
        fits = {verdict.rule: verdict.matches for verdict in self.verdicts}
        if fits[KUBELET] == fits[DOCUMENTED]:
            return ""
        if fits[DOCUMENTED]:
            return "Fits under the documented rule alone: the Kubernetes page says so, and the kubelet does not use it."
        return "Fits under the kubelet's rule alone: the kubelet uses it, against the grammar of the Kubernetes page."


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    """One image and the credentials for it. `error` is the node's word on a name that is not valid.

    `tried` is by rule: what a pull would try, in order. `rule` is the one that was asked for.
    """

    image: str
    rule: str
    repository: str = ""
    error: str = ""
    tried: tuple[tuple[str, tuple[Attempt, ...]], ...] = ()
    keys: tuple[KeyReport, ...] = ()

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """What is tried under the rule that was asked for."""
        return dict(self.tried).get(self.rule, ())

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """For every key and rule: key, origin, rule, "fits" or "no", reason."""
        return [
            (report.key, report.origin, verdict.rule, "fits" if verdict.matches else "no", verdict.reason)
            for report in self.keys
            for verdict in report.verdicts
        ]

    def text(self) -> gate.Shown:
        """Everything, for a terminal."""
        if self.error:
            said = "  not a name: no credential is looked up. The node says:"
            return gate.lines([self.image, said, f"  {self.error}"])
        lines = [self.image, f"  Looked up as {self.repository}, by the {self.rule} rule.", *self._tried()]
        if self.keys:
            lines += ["  Keys:", *(line for report in self.keys for line in _key(report))]
        return gate.lines(lines)

    def _tried(self) -> list[str]:
        if not self.attempts:
            lines = ["  No credential fits: one anonymous pull."]
        else:
            lines = ["  Tried in this order, each as a pull of its own, until one works; never anonymously:"]
            lines += [f"    {place}. {attempt}" for place, attempt in enumerate(self.attempts, 1)]
        return [*lines, *(f"  {remark}" for remark in self.remarks())]

    def remarks(self) -> list[str]:
        """Where the other rule would try something else."""
        found = {rule: bool(attempts) for rule, attempts in self.tried}
        if found[KUBELET] == found[DOCUMENTED]:
            differs = len({attempts for _, attempts in self.tried}) > 1
            return ["Under the other rule other credentials are tried; see the keys."] if differs else []
        if found[DOCUMENTED]:
            return ["By the documentation a credential fits this name; the kubelet finds none and pulls anonymously."]
        return ["The kubelet finds a credential for this name; by the documentation none fits."]


def _key(report: KeyReport) -> list[str]:
    lines = [f"    {report.key}  ({report.origin})"]
    lines += [
        f"      {verdict.rule:<10}  {'fits' if verdict.matches else 'no':<4}  {verdict.reason}"
        for verdict in report.verdicts
    ]
    return [*lines, f"      {report.remark}"] if report.remark else lines


def match(
    image: str, configs: Sequence[DockerConfigSource], *, rule: str = KUBELET, version: str = DEFAULT_KUBERNETES
) -> MatchReport:
    """Which credentials of *configs* a kubelet of Kubernetes *version* tries for *image*.

    Secrets are what the pod lists, in that order; configs without a Secret are the node's own.
    """
    name = describe_name(image)
    if name.error:
        return MatchReport(image=image, rule=rule, error=name.problem)
    repository = f"{name.registry}/{name.repository}" if name.registry else name.repository
    secrets = [config for config in configs if config.secret is not None]
    node = [config for config in configs if config.secret is None]
    return MatchReport(
        image=image,
        rule=rule,
        repository=repository,
        tried=tuple((each.name, _attempts(repository, secrets, node, version, each)) for each in _rules()),
        keys=(*_explain(repository, secrets), *_explain(repository, node)),
    )


def _rules() -> tuple[MatchingRule, ...]:
    return tuple(MATCHING_RULES.values())


def _attempts(
    repository: str,
    secrets: Iterable[DockerConfigSource],
    node: Iterable[DockerConfigSource],
    version: str,
    rule: MatchingRule,
) -> tuple[Attempt, ...]:
    groups = pull_credentials(
        repository,
        [config.secret for config in secrets if config.secret is not None],
        NodeCredentials(file=tuple(entry for config in node for entry in config.config)),
        in_groups=kubernetes(version).credentials_in_groups,
        rule=rule,
    )
    return tuple(
        Attempt(
            user=credential.username,
            password=str(credential.password),
            key=credential.key,
            origin=f"Secret {credential.source.namespace}/{credential.source.name}" if credential.source else NODE,
        )
        for group in groups
        for credential in group.credentials
    )


def _explain(repository: str, configs: Sequence[DockerConfigSource]) -> list[KeyReport]:
    """One report for each key of *configs*, which are one keyring, so that a fallback is told as one."""
    keyrings = [Keyring.of((SourcedConfig(config.config) for config in configs), rule) for rule in _rules()]
    return [
        KeyReport(without_user(entry.registry), config.place, _verdicts(keyrings, entry.registry, repository))
        for config in configs
        for entry in config.config
    ]


def _verdicts(keyrings: Iterable[Keyring], key: str, repository: str) -> tuple[KeyVerdict, ...]:
    return tuple(verdict for keyring in keyrings for verdict in keyring.explain(repository, [key]))
