"""Differences of objects as Kubernetes prints them."""

from imagesim.rules.golang.text_diff import indented, unified_diff


def test_json_is_indented_by_one_space_a_level():
    assert indented({"a": [1, "<"], "b": {}, "c": None, "d": True}) == [
        "{", ' "a": [', "  1,", '  "\\u003c"', " ],", ' "b": {},', ' "c": null,', ' "d": true', "}",
    ]  # fmt: skip


def test_only_the_hunks_are_shown():
    assert unified_diff({"a": 1, "b": 2}, {"a": 1, "b": 3}) == (
        '@@ -1,4 +1,4 @@\n {\n  "a": 1,\n- "b": 2\n+ "b": 3\n }\n'
    )
    assert unified_diff({"a": 1}, {"a": 1}) == ""
