"""What the data cannot tell apart, and what would."""

from collections.abc import Iterator

from imagesim.studies.calibrating.outcome import FitOutcome, FittedParameter
from imagesim.studies.calibrating.problem import EGRESS, FIXED, NODE, UNPACK
from imagesim.studies.calibrating.words import rate

_ALIKE = 2.0
"""Images of which the largest is less than so many times the smallest are about as large as each other."""


def findings(calibration: FitOutcome) -> tuple[str, ...]:
    """Sentences, the most important first."""
    if _too_few(calibration):
        most = len(calibration.estimates)
        return (
            f"There are {len(calibration.fitted)} pulls for {most} parameters: too few to say how sure any of them is.",
            *_of_parts(calibration),
        )
    return (
        *_of_limits(calibration),
        *_of_fixed_cost(calibration),
        *_of_scope(calibration),
        *_of_parts(calibration),
    )


def _too_few(calibration: FitOutcome) -> bool:
    return len(calibration.fitted) <= len(calibration.estimates)


def _all(calibration: FitOutcome, what: str) -> list[FittedParameter]:
    return [each for each in calibration.estimates if each.parameter.what == what]


def _of_limits(calibration: FitOutcome) -> Iterator[str]:
    nodes, egress = _all(calibration, NODE), _all(calibration, EGRESS)
    open_nodes = [each for each in nodes if each.open_above]
    open_egress = [each for each in egress if each.open_above]
    if open_nodes and open_egress:
        for sender in open_egress if not _all(calibration, UNPACK) else []:
            yield (
                f"A node's rate cannot be told from what {_host(sender)} sends: either a node takes in "
                f"{rate(open_nodes[0].seen)}, or {_host(sender)} sends {rate(sender.seen)}, or both. Pulls of one "
                "node alone, and of many at once, would tell them apart."
            )
    else:
        for sender in open_egress:
            yield (
                f"{_host(sender)} was never seen to be the limit{_at_least(sender, ': it sends')}. More nodes at once "
                "would show its limit."
            )
        for node in [] if _all(calibration, UNPACK) else open_nodes:
            kind = f" of {node.parameter.of}" if node.parameter.of else ""
            yield (
                f"No node{kind} was seen at its own limit{_at_least(node, ': it takes in')}. Pulls of a small and of a "
                "large image on one node alone would show it."
            )
    met = {each.parameter.of for each in egress}
    for registry in sorted({pull.registry for pull in calibration.fitted} - met):
        yield f"No two nodes pulled from {registry or 'it'} at the same time, so what it sends at most is not known."


def _at_least(estimate: FittedParameter, what: str) -> str:
    low = estimate.interval.low
    return "" if low is None else f"{what} at least {rate(low)}"


def _host(sender: FittedParameter) -> str:
    return sender.parameter.of or "the registry"


def _of_fixed_cost(calibration: FitOutcome) -> Iterator[str]:
    sizes = [pull.size for pull in calibration.fitted]
    (fixed,) = _all(calibration, FIXED)
    if max(sizes) < _ALIKE * min(sizes):
        yield (
            f"The images are all about as large as each other ({_megabytes(min(sizes))} to {_megabytes(max(sizes))}), "
            "so the fixed cost can hardly be told from the rate. Pulls of a small and of a large image would."
        )
    elif fixed.open_below:
        yield "The fixed cost of a pull is too small to be seen beside the time of the bytes."


def _of_scope(calibration: FitOutcome) -> Iterator[str]:
    if calibration.scope_known is None or all(each.open_above for each in _all(calibration, EGRESS)):
        return
    if calibration.other_scope_error is None:
        yield (
            "At any time all nodes pulled one and the same image, so whether the limit is one of all that the registry "
            "sends, or of each image, is not known; taken is the former."
        )
    elif not calibration.scope_known:
        yield (
            "Whether the limit is one of all that the registry sends, or of each image, cannot be told: the errors are "
            f"{calibration.rms_log_error:.3f} and {calibration.other_scope_error:.3f}; taken is the former."
        )


def _of_parts(calibration: FitOutcome) -> Iterator[str]:
    unpack = _all(calibration, UNPACK)
    if not unpack:
        yield (
            "A node's rate is that of network, disk and unpacking together, and layers are not seen in events: an "
            "image counts as one piece. --unpack tries to tell unpacking from the network."
        )
    elif unpack[0].open_above or unpack[0].open_below:
        yield (
            "Unpacking cannot be told from the network: that takes pulls of one node alone, of some nodes at once, and "
            "of many."
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.3g} MB"
