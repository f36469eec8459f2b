"""The lab of the lesson *One name, many architectures*: four nodes, one name, and what each of them gets for it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from imagesim.labs.controls import dropdown, radio, several
from imagesim.labs.lab import Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import ComparedText, LabTable, Number, View, command_line
from imagesim.results import svg
from imagesim.results.measures.platform_fit import FAILED, UNFIT, PlatformFit, platform_fits
from imagesim.results.result import simulate
from imagesim.rules.platforms import UNKNOWN
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget

NAME = "registry.example/shop/web:v1"
INDEX, SINGLE = "an index", "one manifest"
ATTESTATION = "attestation"
PLATFORMS = ("linux/amd64", "linux/amd64/v3", "linux/arm64", "linux/arm/v7", "windows/amd64", ATTESTATION)
_LAYERS = {
    "linux/arm64": ["28Mi", "11Mi"],
    "linux/arm/v7": ["24Mi", "9Mi"],
    UNKNOWN: ["20Ki"],
}
"""As the shipped scenario has them, so that equal entries have equal digests in the lab and in the lesson."""
FOURTH_NODES = ("windows/amd64", "linux/arm/v6", "linux/386", "linux/s390x", "linux/riscv64")


def values(*, points_to: str, fourth: str, entries: Sequence[str]) -> Mapping[str, object]:
    """What the controls set, as `--set` names it. ScenarioError for an image of nothing."""
    if not entries:
        raise ScenarioError("nothing is ticked", field="The image has", suggestion="tick at least one of its platforms")
    single = points_to == SINGLE
    platforms = [UNKNOWN if entry == ATTESTATION else entry for entry in entries[: 1 if single else None]]
    manifests = [{"platform": platform, "layers": _LAYERS.get(platform, ["30Mi", "12Mi"])} for platform in platforms]
    return {
        "Image/build:spec": {"index": not single, "manifests": manifests},
        "NodePool/other:spec.platform": fourth,
    }


def scenario(**settings: Any) -> Scenario:
    """The shipped scenario with what the controls say."""
    return load("many-architectures", values=values(**settings))


def draw(**settings: Any) -> View:
    """A sentence, who takes what, what a pull that fails says."""
    world = scenario(**settings)
    rows = platform_fits(world, simulate(world).records)
    (image,) = (image for image in world.images if image.name == "build")
    manifests = [manifest.platform for manifest in image.manifests]
    errors = [(row.node, row.error) for row in rows if row.fit == FAILED]
    return View(
        sentence=_sentence(rows),
        pictures=(svg.platform_choice(NAME, manifests, rows, index=settings["points_to"] == INDEX),),
        numbers=(Number("nodes that run what they got", _good(rows)),),
        facts=tuple(ComparedText(row.node, "nothing" if row.fit == FAILED else row.platform) for row in rows),
        tables=(LabTable(("node", "what its pull said"), errors, "The words of a pull that fails"),) if errors else (),
        command=command_line("many-architectures", values(**settings), 1),
    )


def _good(rows: list[PlatformFit]) -> int:
    return sum(row.fit not in (FAILED, UNFIT) for row in rows)


def _sentence(rows: list[PlatformFit]) -> str:
    """How many programs the name stands for, how many nodes run one, and which do not, and why."""
    programs, runs = len({row.platform for row in rows if row.platform}), _good(rows)
    if not programs:
        return f"One name, and no program for any of the {len(rows)} nodes: every pull fails."
    parts = [f"{runs} of {len(rows)} nodes run{'s' * (runs == 1)} what {'it' if runs == 1 else 'they'} got"]
    for fit, what in ((UNFIT, "got one that {} cannot run"), (FAILED, "got none")):
        names = [row.node for row in rows if row.fit == fit]
        if names:
            who = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
            parts.append(f"{who} {what.format('they' if len(names) > 1 else 'it')}")
    return f"One name, {programs} program{'s' * (programs > 1)}: {'; '.join(parts)}."


LAB = Lab(
    name="architectures",
    title="One name, many architectures",
    task="take linux/arm/v7 out of the image. How many nodes lose their program?",
    controls={
        "points_to": radio("v1 points to", [INDEX, SINGLE]),
        "fourth": dropdown("The fourth node", list(FOURTH_NODES)),
        "entries": several("The image has", PLATFORMS, ["linux/amd64", "linux/arm/v7", ATTESTATION]),
    },
    draw=draw,
    scenario=scenario,
)
run = LAB.run
"""What happens at some setting, as a Result: `run(seed=2)`."""


def lab(code: str = "") -> "LabWidget":
    """The lab, ready to be shown as the last value of a cell."""
    return in_notebook(LAB, code)
