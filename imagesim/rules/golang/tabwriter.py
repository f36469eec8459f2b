"""How wide Go's text/tabwriter makes the columns of a text.

A column is a block of cells below one another, each ended by a tab, in lines that follow one another; a line without a
cell in that place ends the block. Each block is as wide as its widest cell, and the last cell of a line has no width.
"""

from collections.abc import Sequence

Length = int


def column_widths(lines: Sequence[Sequence[Length]], *, padding: int) -> list[list[int]]:
    """The width of every cell but the last of each line, by the lengths of the cells. *padding* is what follows one."""
    widths = [[0] * max(0, len(line) - 1) for line in lines]
    _format(lines, widths, 0, len(lines), 0, padding)
    return widths


def _format(
    lines: Sequence[Sequence[Length]], widths: list[list[int]], place: int, end: int, column: int, padding: int
) -> None:
    """Writer.format: the blocks of one column in lines that share all columns before it."""
    while place < end:
        first = place
        while place < end and column < len(widths[place]):
            place += 1
        if first == place:
            place += 1
            continue
        width = max(lines[line][column] for line in range(first, place)) + padding
        for line in range(first, place):
            widths[line][column] = width
        _format(lines, widths, first, place, column + 1, padding)
