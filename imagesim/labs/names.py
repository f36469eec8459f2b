"""The lab of the lesson *What is in a name*: type a name, see what the cluster makes of it."""

import shlex
from typing import TYPE_CHECKING

from imagesim.labs.controls import dropdown, text
from imagesim.labs.lab import Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import ComparedText, LabTable, View
from imagesim.results import svg
from imagesim.results.explorers.names import NameReport, describe_name

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget

EXAMPLES = (
    "nginx",
    "nginx:1.27",
    "registry.example:5000/shop/web:v1",
    "registry.example/shop/web",
    "example.com",
    "localhost:5000",
    "Shop/web:v1",
    "shop/Web:v1",
    "web:v1@sha256:" + "0123456789abcdef" * 4,
)

_DIGEST = len("sha256:") + 12
"""As much of a digest tells it from others."""


def draw(*, name: str, own: str) -> View:
    """A sentence, and the parts of the chosen name as a table."""
    chosen = own or name
    report = describe_name(chosen)
    return View(
        sentence="The API server refuses a pod with this name."
        if report.refused
        else "The API server stores this name; the node refuses it."
        if report.error
        else f"The node asks {report.registry} for {report.asked_for}.",
        pictures=(svg.name_parts(report),),
        facts=_facts(report),
        tables=(LabTable(("what", "this name"), list(report.rows()), "What the cluster makes of it"),),
        command=(f"imagesim image parse {shlex.quote(chosen)}",),
    )


def _facts(report: NameReport) -> tuple[ComparedText, ...]:
    """What tells two names apart, in the words of the picture."""
    return (
        ComparedText("registry", report.registry),
        ComparedText("repository", report.repository),
        ComparedText("tag", report.tag),
        ComparedText("digest", report.digest and f"{report.digest[:_DIGEST]}…"),
        ComparedText("refused by", "the API server" if report.refused else "the node" if report.error else "nobody"),
        ComparedText("default policy", report.policy),
    )


LAB = Lab(
    name="names",
    title="What is in a name",
    task="choose example.com, then type example.com/app as your own name. Which machine is asked for each?",
    controls={
        "name": dropdown("Image name", list(EXAMPLES)),
        "own": text(
            "My own name", "", placeholder="ghcr.io/me/app", hint="takes the place of the list while it is set"
        ),
    },
    draw=draw,
)


def lab(code: str = "") -> "LabWidget":
    """The lab, ready to be shown as the last value of a cell."""
    return in_notebook(LAB, code)
