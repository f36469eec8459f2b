import pytest

from imagesim.rules.shown.lengths import cut, fewer


def test_a_short_text_stays() -> None:
    assert cut("x" * 60, 60) == "x" * 60


def test_a_long_text_says_how_much_is_left_out() -> None:
    assert cut("a" * 500 + "z" * 500, 60) == f"{'a' * 24}...(969 more characters)...{'z' * 7}"


@pytest.mark.parametrize("most", [60, 200, 2000])
@pytest.mark.parametrize("length", [61, 201, 2001, 12_345, 1_234_567])
def test_a_cut_text_is_never_longer_and_passes_unchanged(length: int, most: int) -> None:
    once = cut("x" * length, most)
    assert len(once) <= most
    assert cut(once, most) == once


def test_a_message_of_many_lines_says_how_many_are_left_out() -> None:
    assert fewer(["a"] * 20) == ["a"] * 20
    assert fewer(["a"] * 50) == ["a"] * 19 + ["... and 31 more"]
