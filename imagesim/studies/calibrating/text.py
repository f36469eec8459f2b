"""A calibration as text, and as plain values."""

import statistics
from collections.abc import Iterator
from typing import Any

from imagesim.rules.shown import gate
from imagesim.rules.shown.gate import Shown
from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.calibrating.findings import findings
from imagesim.studies.calibrating.outcome import FitOutcome, Residual
from imagesim.studies.calibrating.words import known, percent, seconds, subject

_WORST = 5


def text(calibration: FitOutcome) -> Shown:
    """What was used, the parameters, how well they fit, and what stays open."""
    return gate.stacked(
        [
            gate.lines(_used(calibration)),
            gate.lines(_parameters(calibration)),
            gate.lines(_errors(calibration)),
            gate.lines(["What these pulls do not say:", *_listed(findings(calibration))]),
            gate.lines(["What was left out, or taken for granted:", *_listed(calibration.observations.notes)])
            if calibration.observations.notes
            else gate.NOTHING,
        ],
        apart=1,
    )


def _listed(sentences: tuple[str, ...]) -> list[str]:
    return [f"- {sentence}" for sentence in sentences]


def _used(calibration: FitOutcome) -> Iterator[str]:
    pulls = calibration.fitted
    nodes, images = len({pull.node for pull in pulls}), len({pull.image for pull in pulls})
    registries = sorted({pull.registry for pull in pulls})
    line = f"{counted(len(pulls), 'pull')} of {counted(images, 'image')} on {counted(nodes, 'node')}"
    yield f"{line}, from {', '.join(registries[:4])}{' ...' if len(registries) > 4 else ''}"
    if len(pulls) < len(calibration.observations.pulls):
        yield f"(evenly chosen of {len(calibration.observations.pulls):,}: all of them would take long)"
    most = max(each.at_once for each in calibration.residuals)
    yield f"at once from one registry: {min(each.at_once for each in calibration.residuals):.3g} to {most:.3g} pulls"
    waits = [pull.waited_s for pull in pulls if pull.waited_s is not None and pull.waited_s > 0.05]
    if waits:
        middle = seconds(statistics.median(waits))
        yield (
            f"{counted(len(waits), 'pull')} waited for others of their node before that, {middle} in the middle, "
            f"{seconds(max(waits))} at most; no part of what is fitted"
        )
    present = calibration.observations.present_s
    if present:
        middle = seconds(statistics.median(present))
        yield f"{counted(len(present), 'pull')} found the image there: {middle} in the middle"


def _parameters(calibration: FitOutcome) -> Iterator[str]:
    subjects = [subject(each, calibration.scope) for each in calibration.estimates]
    width = max(map(len, subjects)) + 2
    yield "Fitted, with 95 % intervals:"
    for name, estimate in zip(subjects, calibration.estimates, strict=True):
        yield f"  {name.ljust(width)}{known(estimate)}"


def _errors(calibration: FitOutcome) -> Iterator[str]:
    yield f"rms of the logarithmic errors {calibration.rms_log_error:.3f}; the worst:"
    for each in worst(calibration):
        pull = each.pull
        yield (
            f"  {percent(each.off):>7}  {seconds(pull.took_s)} measured, {seconds(each.fitted_s)} fitted: "
            f"{pull.image} on {pull.node}, {each.at_once:.3g} at once"
        )


def worst(calibration: FitOutcome) -> list[Residual]:
    """The pulls that the fit misses most; of those that are missed alike the first."""
    found: dict[tuple[str, str], Residual] = {}
    for each in sorted(calibration.residuals, key=lambda each: -abs(each.off)):
        found.setdefault((each.pull.image, percent(each.off)), each)
    return list(found.values())[:_WORST]


def as_dict(calibration: FitOutcome) -> dict[str, Any]:
    """Plain values: seconds, and bytes per second."""
    return {
        "schema": 1,
        "parameters": [
            {
                "what": each.parameter.what,
                "of": each.parameter.of,
                "value": None if each.open_above or each.open_below else each.value,
                "low": each.interval.low,
                "high": each.interval.high,
            }
            for each in calibration.estimates
        ],
        "shared": calibration.scope,
        "shared_known": calibration.scope_known,
        "rms_log_error": calibration.rms_log_error,
        "not_known": list(findings(calibration)),
        "notes": list(calibration.observations.notes),
        "pulls": [
            {
                "image": each.pull.image,
                "node": each.pull.node,
                "size": each.pull.size,
                "measured_s": each.pull.took_s,
                "fitted_s": each.fitted_s,
                "at_once": each.at_once,
            }
            for each in calibration.residuals
        ],
    }
