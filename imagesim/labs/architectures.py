"""The lab of the lesson *One name, many architectures*: four nodes, one name, and what each of them gets for it."""

from collections.abc import Mapping, Sequence

from imagesim.labs.controls import dropdown, radio, several
from imagesim.labs.lab import Lab, command_line
from imagesim.results import svg
from imagesim.results.measures.platform_fit import FAILED, UNFIT, PlatformFit, platform_fits
from imagesim.results.result import Result, simulate
from imagesim.rules.platforms import UNKNOWN
from imagesim.rules.shown import gate
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario

NAME = "registry.example/shop/web:v1"
INDEX, SINGLE = "an index", "one manifest"
ATTESTATION = "attestation"
PLATFORMS = ("linux/amd64", "linux/amd64/v3", "linux/arm64", "linux/arm/v7", "windows/amd64", ATTESTATION)
FOURTH_NODES = ("windows/amd64", "linux/arm/v6", "linux/386", "linux/s390x", "linux/riscv64")


def values(*, points_to: str, fourth: str, entries: Sequence[str]) -> Mapping[str, object]:
    """What the controls set, as `--set` names it."""
    single = points_to == SINGLE
    platforms = [UNKNOWN if entry == ATTESTATION else entry for entry in entries[: 1 if single else None]]
    manifests = [{"platform": platform, "layers": ["30Mi", "12Mi"]} for platform in platforms]
    return {
        "Image/build:spec": {"index": not single, "manifests": manifests},
        "NodePool/other:spec.platform": fourth,
    }


def run(**settings: object) -> tuple[Scenario, Result]:
    """Simulate the shipped scenario with these settings."""
    scenario = load("many-architectures", values=values(**settings))  # type: ignore[arg-type]  # as the controls are
    return scenario, simulate(scenario)


def draw(**settings: object) -> str:
    """The view of the lab: a sentence, the choices, what a pull that fails says, the same as a command."""
    scenario, result = run(**settings)
    rows = platform_fits(scenario, result.records)
    (image,) = (image for image in scenario.images if image.name == "build")
    manifests = [manifest.platform for manifest in image.manifests]
    errors = "".join(f"<li>{gate.markup(f'{row.node}: {row.error}')}</li>" for row in rows if row.fit == FAILED)
    return (
        f'<p role="status"><strong style="font-size: 1.15em">{_sentence(rows)}</strong></p>'
        + svg.platform_choice(NAME, manifests, rows, index=settings["points_to"] == INDEX)
        + (f"<p>The words of a pull that fails:</p><ul>{errors}</ul>" if errors else "")
        + command_line("many-architectures", values(**settings), 1)  # type: ignore[arg-type]
    )


def _sentence(rows: list[PlatformFit]) -> str:
    good = sum(row.fit not in (FAILED, UNFIT) for row in rows)
    pulled = len({row.platform for row in rows if row.platform})
    return f"One name, {pulled} program{'s' * (pulled != 1)}: {good} of {len(rows)} nodes can run what they pulled."


def lab() -> Lab:
    """The lab, ready to be shown as the last value of a cell."""
    return Lab(
        "One name, many architectures",
        {
            "points_to": radio("v1 points to", [INDEX, SINGLE]),
            "fourth": dropdown("The fourth node", list(FOURTH_NODES)),
            "entries": several("The image has", PLATFORMS, ["linux/amd64", "linux/arm/v7", ATTESTATION]),
        },
        draw,
    )
