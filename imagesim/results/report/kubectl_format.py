"""How kubectl lays out columns.

Models Go's text/tabwriter with the settings of kubectl get (three spaces between columns, none narrower than six).
"""

from collections.abc import Sequence

from imagesim.rules.shown import gate


def columns(rows: Sequence[Sequence[str]], *, padding: int = 3, least: int = 6, indent: str = "") -> gate.Shown:
    """*rows* as aligned columns, one line each, whatever is in a cell; the last column is not padded."""
    if not rows:
        return gate.NOTHING
    shown = [[gate.line(cell) for cell in row] for row in rows]
    widths = [max(max(len(cell) for cell in column) + padding, least) for column in zip(*shown, strict=True)]
    return gate.stacked(gate.row(row, widths[:-1], indent) for row in shown)
