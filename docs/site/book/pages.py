"""Which files of the repository are pages of the book, in which order, under which headings."""

from pathlib import Path

ROOT = Path(__file__).parents[3]

PARTS: dict[str, tuple[str, ...]] = {
    "The course": ("notebooks/*.ipynb",),
    "Look it up": ("docs/reference.md", "docs/glossary.md", "docs/questions.md", "docs/use-cases.md", "docs/editor.md"),
    "For trainers": ("docs/trainer.md",),
    "How true it is": ("docs/validation.md", "docs/claims.md", "docs/mutants.md"),
    "How it is built": (
        "docs/architecture.md",
        "docs/decisions/README.md",
        "docs/decisions/*.md",
        "docs/recipes/README.md",
        "docs/recipes/*.md",
        "docs/examples/README.md",
    ),
    "The project": ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"),
}
"""Patterns below ROOT by heading. A file comes once, where it is named first; one that is not there is left out."""


def parts() -> dict[str, list[str]]:
    """The pages of each heading, as paths below ROOT."""
    seen: set[str] = set()
    found: dict[str, list[str]] = {}
    for heading, patterns in PARTS.items():
        names = [path.relative_to(ROOT).as_posix() for each in patterns for path in sorted(ROOT.glob(each))]
        found[heading] = [name for name in dict.fromkeys(names) if name not in seen]
        seen.update(names)
    return found


def pages() -> list[str]:
    """All of them."""
    return [name for names in parts().values() for name in names]


def contents() -> str:
    """The first page of the book, which lists the others, as MyST reads it."""
    lists = "\n".join(_list(heading, names) for heading, names in parts().items() if names)
    return f"""# Contents

All of it. [The labs](site:labs/index.html), [a playground](site:play/index.html) with manifests of your own, and a page
that says [why a pod is stuck](site:play/replay.html) run in the browser; the [cheat sheet](docs/cheat-sheet.html) is
one page to print. To have the notebooks on your own machine, [set it up](install.md).

Beside a lesson that you began stands how far you are. This browser keeps that for you: which questions of a lesson you
guessed or skipped, and your guesses. It is sent nowhere. *Forget my guesses on this page*, at the top of a lesson,
takes it away, and so does whatever empties the browser's storage for this site.

```{{toctree}}
:hidden:
:caption: Begin

install
```

{lists}"""


def _list(heading: str, names: list[str]) -> str:
    lines = "\n".join(name.rpartition(".")[0] for name in names)
    return f"```{{toctree}}\n:caption: {heading}\n:maxdepth: 1\n\n{lines}\n```\n"
