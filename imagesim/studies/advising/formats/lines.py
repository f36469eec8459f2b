"""Advice as text: each rule once, with why and what shows it, and below it where."""

from collections.abc import Iterable, Sequence

from imagesim.rules.shown import gate
from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.advising.asking.answers import AskedName
from imagesim.studies.advising.finding import SEVERITIES, Finding, Rule


def advice_text(findings: Sequence[Finding], rules: dict[str, Rule], *, most: int | None) -> gate.Shown:
    """All findings, grouped by rule, with at most *most* places of each (None: all)."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.rule, []).append(finding)
    return gate.stacked([_block(rules[name], group, most) for name, group in grouped.items()], apart=1)


def _block(rule: Rule, found: list[Finding], most: int | None) -> gate.Shown:
    kept = found if most is None or len(found) <= most + 1 else found[:most]
    lines = [f"{_severities(found)}: {rule.title} ({rule.id})", f"  Why: {rule.fact}", f"  Known from: {rule.source}"]
    mends, commands = {each.mend for each in found}, list(dict.fromkeys(each.command for each in found))
    for each in kept:
        lines += ["", f"  {each.place}", f"    {each.sentence}"]
        if len(mends) > 1:
            lines.append(f"    Mend: {each.mend}")
    if len(kept) < len(found):
        lines += ["", f"  ... and {len(found) - len(kept):,} more; --all lists them"]
    lines.append("")
    if len(mends) == 1:
        lines.append(f"  Mend: {found[0].mend}")
    return gate.lines([*lines, f"  See it: {commands[0]}"])


def _severities(found: Iterable[Finding]) -> str:
    """The severities of a group, the worst first: most rules have one."""
    present = {each.severity for each in found}
    return ", ".join(severity for severity in SEVERITIES if severity in present)


def total(findings: Sequence[Finding], workloads: int, images: int, ignored: int) -> str:
    """What was looked at, and how many findings there are of each severity."""
    counts = {severity: sum(each.severity == severity for each in findings) for severity in SEVERITIES}
    said = ", ".join(counted(number, severity) for severity, number in counts.items() if number)
    left_out = f"; {ignored} left out as asked" if ignored else ""
    looked_at = f"{counted(workloads, 'object')} with {counted(images, 'image name')}"
    return f"{looked_at}: {said or 'nothing found'}{left_out}."


def answers_text(answers: Sequence[AskedName]) -> gate.Shown:
    """What registries said, a line for each question; the same of several pools in one."""
    if not answers:
        return gate.NOTHING
    head = "Asked of registries, from this machine, as the nodes would ask:"
    return gate.lines([head, *(f"  {_line(answer)}" for answer in answers)])


def _line(answer: AskedName) -> str:
    digest = f" ({answer.digest[:19]})" if answer.digest else ""
    return (
        f"{answer.verdict:14} {answer.image}{digest}, for {', '.join(answer.pools)} with {answer.login}: "
        f"{answer.host}: {answer.says}"
    )
