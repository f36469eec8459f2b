import pytest

from imagesim.rules.golang.glob import glob_matches


@pytest.mark.parametrize(
    ("pattern", "matched", "not_matched"),
    [
        ("*", ["", "abc", "a.b"], ["a/b"]),
        ("a*c", ["ac", "abc", "a.c"], ["acd", "a/c"]),
        ("a?c", ["abc", "a.c"], ["ac", "abbc", "a/c"]),
        ("[a-c]x", ["ax", "bx"], ["dx", "x"]),
        ("[^a-c]x", ["dx", "-x"], ["ax"]),
        ("[ad-f]", ["a", "e"], ["b"]),
        ("[c-a]", [], ["a", "b", "c"]),
        ("[^c-a]", ["a", "z"], ["", "ab"]),
        ("[!a]", ["!", "a"], ["b"]),
        (r"[\]\-]", ["]", "-"], ["\\"]),
        (r"\*\[", ["*["], ["a["]),
        ("a.b", ["a.b"], ["axb"]),
        ("]", ["]"], ["["]),
        ("", [""], ["a"]),
    ],
)
def test_matches_the_whole_name(pattern, matched, not_matched):
    assert all(glob_matches(pattern, name) for name in matched)
    assert not any(glob_matches(pattern, name) for name in not_matched)


@pytest.mark.parametrize("pattern", ["[", "[]", "[a", "[]a]", "[^]", "[a-]", "[-a]", "a\\", "[[::1]x-]"])
def test_a_malformed_pattern_matches_nothing(pattern):
    assert not any(glob_matches(pattern, name) for name in ("", "a", "[", "]", "-", "\\", pattern))
