"""The lab of the lesson *What is in a name*: type a name, see what the cluster makes of it."""

from imagesim.labs.controls import dropdown, text
from imagesim.labs.lab import Lab, table
from imagesim.results.explorers.names import describe_name
from imagesim.rules.shown import gate

OWN = "(my own, below)"
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


def draw(*, example: str, own: str) -> str:
    """The parts of the chosen name as a table, with a sentence above it."""
    name = own if example == OWN else example
    report = describe_name(name)
    verdict = (
        "The API server refuses a pod with this name."
        if report.refused
        else "The API server stores this name; the node refuses it."
        if report.error
        else f"The node asks {report.registry} for {report.asked_for}."
    )
    rows: list[tuple[object, ...]] = list(report.rows())
    command = gate.markup(f"imagesim image parse '{name}'")
    return (
        f'<p role="status"><strong>{gate.markup(verdict)}</strong></p>'
        + table(("what", "this name"), rows, "What the cluster makes of it")
        + f"<p>The same in a terminal: <code>{command}</code></p>"
    )


def lab() -> Lab:
    """The lab, ready to be shown as the last value of a cell."""
    return Lab(
        "What is in a name",
        {
            "example": dropdown("Image name", [*EXAMPLES, OWN]),
            "own": text("My own name", "ghcr.io/me/app", hint="used when the list says so; Enter to try it"),
        },
        draw,
    )
