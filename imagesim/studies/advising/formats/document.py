"""Advice as one JSON document, in the form that other commands give with --json."""

from collections.abc import Sequence

from imagesim.studies.advising.asking.answers import AskedName
from imagesim.studies.advising.finding import SEVERITIES, Finding


def document(
    findings: Sequence[Finding],
    answers: Sequence[AskedName],
    assumptions: Sequence[str],
    not_modelled: Sequence[str],
    counts: tuple[int, int, int],
) -> dict[str, object]:
    """Findings and answers as rows of tables; *counts* are workloads, images and findings left out."""
    workloads, images, ignored = counts
    summary: dict[str, object] = {"findings": len(findings)}
    summary |= {severity: sum(each.severity == severity for each in findings) for severity in SEVERITIES}
    summary |= {"workloads": workloads, "images": images, "left_out": ignored}
    return {
        "schema": 1,
        "summary": summary,
        "assumptions": list(assumptions),
        "not_modelled": list(not_modelled),
        "tables": {"findings": [_row(each) for each in findings], "answers": [_answer(each) for each in answers]},
    }


def _row(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "file": place.file,
        "line": place.line,
        "object": place.object,
        "field": place.field,
        "finding": finding.sentence,
        "fact": finding.fact,
        "source": finding.source,
        "shown_by": finding.command,
        "mend": finding.mend,
    }


def _answer(answer: AskedName) -> dict[str, object]:
    return {
        "image": answer.image,
        "pools": list(answer.pools),
        "verdict": answer.verdict,
        "host": answer.host,
        "login": answer.login,
        "says": answer.says,
        "digest": answer.digest,
        "platforms": list(answer.platforms),
    }
