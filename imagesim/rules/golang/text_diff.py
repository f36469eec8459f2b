"""How Kubernetes shows what changed in an object: both as indented JSON, line by line.

Models k8s.io/apimachinery pkg/util/diff, Kubernetes 1.36 (recorded), which uses a port of Python's difflib: unified,
three lines around each change, without the two lines that name files.
"""

import difflib
from collections.abc import Mapping, Sequence

from imagesim.rules.golang.json_text import marshal

Tree = Mapping[str, "Tree"] | Sequence["Tree"] | str | bool | int | None
"""What JSON can hold, but for fractions."""


def unified_diff(old: Tree, new: Tree) -> str:
    """The hunks, each line with its end; "" if nothing differs."""
    lines = difflib.unified_diff(indented(old), indented(new), lineterm="")
    return "".join(f"{line}\n" for line in list(lines)[2:])


def indented(tree: Tree) -> list[str]:
    """The lines that json.MarshalIndent writes with one space a level."""
    if isinstance(tree, Mapping):
        parts = [(f"{marshal(key)}: ", value) for key, value in tree.items()]
        return _bracketed("{", parts, "}")
    if isinstance(tree, str):
        return [marshal(tree)]
    if isinstance(tree, Sequence):
        return _bracketed("[", [("", value) for value in tree], "]")
    return ["null" if tree is None else str(tree).lower()]


def _bracketed(opening: str, parts: Sequence[tuple[str, Tree]], closing: str) -> list[str]:
    if not parts:
        return [opening + closing]
    lines = [opening]
    for place, (key, value) in enumerate(parts):
        first, *rest = indented(value)
        inner = [f" {key}{first}", *(f" {line}" for line in rest)]
        if place < len(parts) - 1:
            inner[-1] += ","
        lines += inner
    return [*lines, closing]
