"""Columns as Go's text/tabwriter lays them out."""

from imagesim.rules.golang.tabwriter import column_widths


def laid_out(text: str, padding: int = 2) -> str:
    lines = [line.split("\t") for line in text.split("\n")]
    widths = column_widths([[len(cell) for cell in line] for line in lines], padding=padding)
    return "\n".join(
        "".join([*(cell.ljust(width) for cell, width in zip(line, each, strict=False)), line[-1]])
        for line, each in zip(lines, widths, strict=True)
    )


def test_a_column_is_as_wide_as_its_widest_cell() -> None:
    assert laid_out("a\tb\nlong\tc") == "a     b\nlong  c"


def test_a_line_without_the_cell_ends_the_column() -> None:
    # As kubectl describe prints a pod: what stands before `Containers:` is narrower than what follows.
    assert laid_out("Name:\tx\nContainers:\n  Restart Count:\t0\n  Image:\ty") == (
        "Name:  x\nContainers:\n  Restart Count:  0\n  Image:          y"
    )


def test_the_last_cell_of_a_line_counts_for_no_column() -> None:
    assert laid_out("a\tb\tc\nd\tvery long") == "a  b  c\nd  very long"


def test_columns_within_a_block_are_blocks_of_their_own() -> None:
    assert laid_out("a\tbbbb\tc\na\tb\na\tb\tc") == "a  bbbb  c\na  b\na  b  c"


def test_an_empty_cell_has_its_padding() -> None:
    assert laid_out("Labels:\ta=1\n\tb=2") == "Labels:  a=1\n         b=2"
