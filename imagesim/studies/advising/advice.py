"""advise(): what is to be said of manifests and of the configuration of nodes, before anything is deployed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from imagesim.rules.shown import gate
from imagesim.scenarios.loading import Source
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean
from imagesim.studies.advising.asking.answers import ASKED_RULES, AskedName
from imagesim.studies.advising.bundle import Bundle, read_bundle
from imagesim.studies.advising.finding import SEVERITIES, Finding, Rule, Severity, as_finding
from imagesim.studies.advising.table import RULES

MOST_PLACES = 12
"""How many places of one rule a text lists, unless all are asked for."""

ALL_RULES: dict[str, Rule] = {**RULES, **ASKED_RULES}
"""What can be found: by looking at files, and by asking registries too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The findings on a bundle, the worst first.

    `workloads` and `images` are how many objects with containers and different image names were looked at;
    `ignored` how many findings were left out as asked. `not_looked_at` says which objects would make pods and are of
    kinds that are not modelled. `answers` are those of registries, where they were asked.
    """

    findings: tuple[Finding, ...]
    workloads: int
    images: int
    ignored: int = 0
    assumptions: tuple[str, ...] = ()
    not_looked_at: tuple[str, ...] = ()
    answers: tuple[AskedName, ...] = field(default=())

    @property
    def total(self) -> str:
        """What was looked at and how many findings there are, in a sentence."""
        from imagesim.studies.advising.formats.lines import total

        return total(self.findings, self.workloads, self.images, self.ignored)

    def to_json_dict(self) -> dict[str, object]:
        """The advice as plain values, in the form that other commands give with --json."""
        from imagesim.studies.advising.formats.document import document

        counts = (self.workloads, self.images, self.ignored)
        return document(self.findings, self.answers, self.assumptions, self.not_looked_at, counts)


def advise(
    *sources: Source,
    recursive: bool = False,
    namespace: str = "",
    ask_registries: bool = False,
    ignore: Iterable[str] = (),
    least: Severity = "note",
    timeout_s: float = 60.0,
) -> Advice:
    """Advise on *sources*, which are read as `load` reads them.

    *namespace* limits it to objects of one namespace. With *ask_registries* every name is held against its registry as
    each pool of nodes would ask, read-only, for at most *timeout_s* seconds. Findings of the rules in *ignore*, and
    those below the severity *least*, are left out.

    ScenarioError for a mistake in the sources, for an unknown rule, and where no object has a container;
    MissingExtraError where registries are to be asked and requests is not installed.
    """
    ignored = set(ignore)
    for name in sorted(ignored - set(ALL_RULES)):
        raise ScenarioError("is no rule", field="ignore", value=name, suggestion=did_you_mean(name, ALL_RULES))
    bundle = read_bundle(sources, recursive=recursive, namespace=namespace)
    answers: tuple[AskedName, ...] = ()
    found = findings_of(bundle)
    if ask_registries:
        from imagesim.studies.advising.asking.ask import ask

        asked = ask(bundle, timeout_s=timeout_s)
        answers = asked.answers
        found += asked.findings
    kept = [each for each in found if each.rule not in ignored and _at_least(each.severity, least)]
    return Advice(
        findings=tuple(sorted(kept, key=lambda each: SEVERITIES.index(each.severity))),
        workloads=len(bundle.pod_specs),
        images=len({use.image for use in bundle.uses}),
        ignored=len(found) - len(kept),
        assumptions=bundle.scenario.assumptions,
        not_looked_at=tuple(each.sentence for each in bundle.scenario.missing_pods),
        answers=answers,
    )


def printed(advice: Advice, *, every: bool = False) -> gate.Shown:
    """The advice as text, with *every* place of each rule."""
    from imagesim.studies.advising.formats.lines import advice_text, answers_text

    text = advice_text(advice.findings, ALL_RULES, most=None if every else MOST_PLACES)
    end = gate.lines([*(f"Not looked at: {sentence}" for sentence in advice.not_looked_at), advice.total])
    return gate.stacked([answers_text(advice.answers), text, end], apart=1)


def findings_of(bundle: Bundle, rules: Sequence[Rule] = tuple(RULES.values())) -> list[Finding]:
    """What *rules* find in the bundle, rule by rule."""
    return [as_finding(rule, found) for rule in rules for found in rule.find(bundle)]


def _at_least(severity: Severity, least: Severity) -> bool:
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)
