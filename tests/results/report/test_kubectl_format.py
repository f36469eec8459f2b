"""Columns as kubectl writes them."""

from imagesim.results.report.kubectl_format import columns


def test_columns_are_padded_but_the_last():
    assert columns([("NAME", "X"), ("a-long-name", "y")]) == "NAME          X\na-long-name   y"
    assert columns([("A", "B", "C")]) == "A     B     C"
    assert columns([]) == ""
