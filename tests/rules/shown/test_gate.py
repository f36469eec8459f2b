import json

import pytest

from imagesim.rules.shown import gate

HOSTILE = "a\x1b[2J\nb\u202e https://u:PW@h/?sig=PW"


def test_a_line_is_one_line_without_secrets_or_what_forges() -> None:
    assert gate.line(HOSTILE) == r"a\x1b[2J\nb\u202e https://...@h/?sig=..."
    assert gate.line(gate.line(HOSTILE)) == gate.line(HOSTILE)


def test_lines_are_as_many_as_were_given() -> None:
    assert gate.lines([HOSTILE, "", "c\nd"]).count("\n") == 2


def test_texts_stand_apart_and_empty_ones_leave_no_gap() -> None:
    one, two = gate.line("one"), gate.line("two")
    assert gate.stacked([one, gate.NOTHING, two], apart=1) == "one\n\ntwo"


@pytest.mark.parametrize(
    ("value", "at", "shown"),
    [
        ("three", "spec.count", "'three'"),
        ("a\x1b", "x", r"'a\x1b'"),
        (None, "x", "an empty value"),
        (None, "spec.password", "an empty value"),
        (True, "x", "true"),
        (3, "x", "3"),
        (10**100, "x", "a very large number"),
        ({}, "x", "a mapping"),
        ([], "x", "a list"),
        ("hunter2", "spec.users[0].password", "the value (hidden)"),
        (837, "spec.users[0].password", "the value (hidden)"),
        ("alice:hunter2", "spec.users[0].name", "the value (hidden)"),
        (gate.HIDDEN_VALUE, "x", "the value (hidden)"),
        ("u:hunter2@r.x", "spec.events[0].outage.registry", "'...@r.x'"),
        ("password=hunter2", "x", "'password=...'"),
    ],
)
def test_a_value_is_shown_short_and_without_secrets(value: object, at: str, shown: str) -> None:
    assert gate.value(value, at) == shown


def test_the_path_of_a_setting_hides_what_follows_a_word_for_a_secret() -> None:
    assert gate.field("Registry/r.example:spec.users[0].password:PW") == (
        "Registry/r.example:spec.users[0].password:..."
    )
    assert gate.field("Secret/app-secret:type") == "Secret/app-secret:type"


def test_json_is_ascii_and_gives_every_character_back() -> None:
    text = gate.as_json({"name": HOSTILE + "\x7f\x9bü"})
    assert text.isascii()
    assert text.isprintable()
    assert json.loads(text) == {"name": HOSTILE + "\x7f\x9bü"}


def test_a_message_has_at_most_twenty_lines() -> None:
    assert gate.message(["a\nb"] * 100).count("\n") == 19


def test_a_document_that_was_asked_for_keeps_its_secrets_and_moves_no_terminal() -> None:
    assert gate.data("password: PW\nname: \x1b[2J\n") == "password: PW\nname: \\x1b[2J\n"
