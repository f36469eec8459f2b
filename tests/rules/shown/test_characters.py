import sys
import unicodedata

import pytest

from imagesim.rules.shown.characters import on_its_lines, on_one_line

FORGING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\x1b[2J\x07", r"\x1b[2J\x07"),
        ("a\r\nError: forged", r"a\r\nError: forged"),
        ("a\tb\x7f\x9b31m", r"a\tb\x7f\x9b31m"),
        ("\u202eabc\u202c\u2066\u200f", r"\u202eabc\u202c\u2066\u200f"),
        ("a\u200bb\u200d\ufeff\xad", r"a\u200bb\u200d\ufeff\xad"),
        ("a\u2028b\x85", r"a\u2028b\x85"),
        ("\ud83d\udcff", r"\ud83d\udcff"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_forges_is_written_out(text: str, written: str) -> None:
    assert on_one_line(text) == written


def test_no_control_or_format_character_of_this_python_is_left() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    left = {character for character in on_one_line(every) if unicodedata.category(character) in FORGING}
    assert left == set()


@pytest.mark.parametrize(
    "text", ["web-0", "Größe 5 µm – \u00bb\u4e2d\u6587\u00ab", "\U0001f433 ok", r"C:\x1b", 'say "a"']
)
def test_letters_of_all_people_stay(text: str) -> None:
    assert on_one_line(text) == on_its_lines(text) == text


def test_a_text_keeps_its_own_lines_and_nothing_else() -> None:
    assert on_its_lines("a\nb\rc\x1b") == "a\nb\\rc\\x1b"


def test_what_is_written_out_passes_unchanged() -> None:
    once = on_one_line("\x1b\n\u202e")
    assert on_one_line(once) == once
