"""A calibration as documents that `run` takes: NodePools, Registries, and the images that were pulled.

Each value has a comment that says how sure it is. A limit that was not found is not written as one: the comment says
how much was seen. What belongs to no single part stands where it does no harm: the fixed cost of a pull holds the
requests to the registry, too, so the registry answers at once.
"""

import json
import re
import statistics
from collections import Counter
from collections.abc import Iterator

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.shown import gate
from imagesim.rules.shown.gate import Shown
from imagesim.rules.units import Bytes, BytesPerSecond
from imagesim.scenarios.reading.quantities import counted, format_duration
from imagesim.studies.calibrating.observed import ObservedPull
from imagesim.studies.calibrating.outcome import FitOutcome, FittedParameter
from imagesim.studies.calibrating.problem import EGRESS, FIXED, NODE, UNPACK
from imagesim.studies.calibrating.words import known, percent

_RAW = 2.6
"""Bytes on disk for each compressed byte, where an Image does not say (docs/reference.md, Image)."""


def documents(calibration: FitOutcome) -> Shown:
    """All documents as one YAML text."""
    pulls = calibration.fitted
    parts = [_head(calibration)]
    parts += [_pool(calibration, kind) for kind in sorted({pull.kind for pull in pulls})]
    names = _image_names(pulls)
    for registry in sorted({pull.registry for pull in pulls} - {""}):
        parts.append(_registry(calibration, registry, names))
    parts += [_image(reference, size, name) for reference, (size, name) in names.items()]
    return gate.data("\n---\n".join("\n".join(part) for part in parts if part) + "\n")


def _head(calibration: FitOutcome) -> list[str]:
    return [
        f"# Fitted by imagesim calibrate to {counted(len(calibration.fitted), 'pull')}; rms of the logarithmic errors "
        f"{calibration.rms_log_error:.3f}, the worst "
        f"{percent(max(calibration.residuals, key=lambda each: abs(each.off)).off)}.",
        "# Intervals are of 95 %. Rates are of bytes as the kubelet counts an image.",
    ]


def _find(calibration: FitOutcome, what: str, of: str = "") -> FittedParameter | None:
    for each in calibration.estimates:
        if each.parameter.what == what and each.parameter.of == of:
            return each
    return None


def _pool(calibration: FitOutcome, kind: str) -> list[str]:
    pulls = [pull for pull in calibration.fitted if pull.kind == kind]
    node, fixed, unpack = _find(calibration, NODE, kind), _find(calibration, FIXED), _find(calibration, UNPACK)
    assert node is not None
    assert fixed is not None
    lines = [
        "apiVersion: imagesim/v1",
        "kind: NodePool",
        f"metadata: {{name: {_slug(kind) or 'workers'}}}",
        "spec:",
        f"  count: {len({pull.node for pull in pulls})}  # the nodes that pulled",
    ]
    limited = not node.open_above or not _limited_elsewhere(calibration)
    if limited:
        lines.append(f"  network: {_speed(node.seen)}  # {known(node)}{_or_the_registry(node)}")
    else:
        lines.append(f"  network: unlimited  # never seen at its own limit: {known(node)}")
    lines += _kubelet(pulls)
    present = calibration.observations.present_s
    resolve = min(statistics.median(present), fixed.value) if present else 0.0
    lines.append("  pace:")
    lines.append(f"    beforeLayers: {_duration(fixed.value - resolve)}  # fixed cost of a pull: {known(fixed)}")
    if present:
        lines.append(f"    resolve: {_duration(resolve)}  # of that: a pull of an image that is there")
    else:
        lines.append("    resolve: 0s")
    if unpack is not None and not unpack.open_above and not unpack.open_below:
        raw = _speed(unpack.value * _RAW)
        lines.append(f"    unpack: {raw}  # of raw bytes, {_RAW} for each compressed one: {known(unpack)} of these")
    else:
        lines.append("    unpack: unlimited  # not told from the network: in its rate")
    return [*lines, "    perFile: 0s", "    perLayer: 0s", "    finish: 0s"]


def _limited_elsewhere(calibration: FitOutcome) -> bool:
    return any(each.parameter.what == EGRESS and not each.open_above for each in calibration.estimates)


def _or_the_registry(node: FittedParameter) -> str:
    return "; or the registry is the limit, which the events cannot tell" if node.open_above else ""


def _kubelet(pulls: list[ObservedPull]) -> list[str]:
    """How the kubelets pull, where that was seen."""
    by_node: dict[str, list[ObservedPull]] = {}
    for pull in pulls:
        by_node.setdefault(pull.node, []).append(pull)
    together = any(
        one.overlaps(other)
        for group in by_node.values()
        for place, one in enumerate(group)
        for other in group[place + 1 :]
        if other.started_s < one.ended_s
    )
    if together:
        return ["  kubelet: {serializeImagePulls: false}  # pulls of one node were seen to overlap"]
    if any(pull.waited_s is not None and pull.waited_s > 0.05 for pull in pulls):
        return ["  kubelet: {serializeImagePulls: true}  # pulls waited for others of their node"]
    return []


def _registry(calibration: FitOutcome, registry: str, names: dict[ImageReference, tuple[Bytes, str]]) -> list[str]:
    field, other = ("bandwidth", "blobBandwidth")
    if calibration.scope == "image":
        field, other = other, field
    egress = _find(calibration, EGRESS, registry)
    lines = ["apiVersion: imagesim/v1", "kind: Registry", f"metadata: {{name: {json.dumps(registry)}}}", "spec:"]
    lines.append("  latency: 0s  # in the fixed cost of a pull")
    if egress is None:
        lines.append("  # bandwidth: not known, since no two nodes pulled at the same time")
    elif egress.open_above:
        lines.append(f"  # {field}: no limit was seen; {known(egress)}")
    else:
        lines.append(f"  {field}: {_speed(egress.value)}  # {known(egress)}")
        if not calibration.scope_known:
            lines.append(f"  # or it is {other}: the pulls do not say which")
    lines.append("  repositories:  # what was pulled; other names fail with not found until you add them")
    for path in sorted({each.path for each in names if each.domain == registry}):
        here = [(each, name) for each, (_, name) in names.items() if each.domain == registry and each.path == path]
        tags = ", ".join(f"{json.dumps(each.effective_tag)}: {name}" for each, name in here if not each.digest)
        digests = ", ".join(name for each, name in here if each.digest)
        parts = [*([f"tags: {{{tags}}}"] if tags else []), *([f"images: [{digests}]"] if digests else [])]
        lines.append(f"    {json.dumps(path)}: {{{', '.join(parts)}}}")
    return lines


def _image(reference: ImageReference, size: Bytes, name: str) -> list[str]:
    digest = [f"  digest: {reference.digest}"] if reference.digest else []
    return [
        "apiVersion: imagesim/v1",
        "kind: Image",
        f"metadata: {{name: {name}}}",
        "spec:",
        *digest,
        f"  layers: [{{size: {size}, files: 0}}]  # how many layers it has is not in the events",
    ]


def _image_names(pulls: tuple[ObservedPull, ...]) -> dict[ImageReference, tuple[Bytes, str]]:
    """By reference the size that was pulled most, and a name for the document."""
    sizes: dict[ImageReference, Counter[Bytes]] = {}
    for pull in pulls:
        try:
            sizes.setdefault(ImageReference.parse(pull.image), Counter())[pull.size] += 1
        except InvalidImageName:
            continue
    found: dict[ImageReference, tuple[Bytes, str]] = {}
    used: set[str] = set()
    for reference in sorted(sizes, key=lambda each: each.text):
        (size, _), *_ = sizes[reference].most_common(1)
        name = _unused(_slug(f"{reference.path.rpartition('/')[2]}-{(reference.effective_tag or '')[:40]}"), used)
        used.add(name)
        found[reference] = (size, name)
    return found


def _unused(name: str, used: set[str]) -> str:
    return next(each for each in _numbered(name) if each not in used)


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in range(2, 10**6):
        yield f"{name}-{number}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:50].strip("-")


def _speed(value: BytesPerSecond) -> str:
    """Four digits that count."""
    return f"{float(f'{value / 1e6:.4g}'):g}MB/s" if value >= 1e5 else f"{value:.0f}B/s"


def _duration(value: float) -> str:
    return format_duration(round(max(value, 0.0), 3))
