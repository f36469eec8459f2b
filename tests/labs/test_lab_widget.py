"""A lab in a notebook, without a browser: what it stores, what it answers, what it refuses."""

import pytest

from imagesim.labs import moved_tag, names, who_may_pull
from imagesim.scenarios.reading.errors import ScenarioError


def hear(widget, **message):
    widget._handle_custom_msg(message, [])


def test_a_notebook_stores_text_and_drawing_beside_the_widget():
    widget = names.lab()
    data, _ = widget._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    assert data["text/plain"] == widget.text()
    assert data["text/html"] == widget.html()


def test_what_the_browser_sets_is_answered_with_its_turn():
    widget = moved_tag.lab()
    widget.set_state({"state": {"turn": 1, "values": {**widget.values(), "named_by": moved_tag.BY_DIGEST}}})
    assert widget.view["turn"] == 1
    assert widget.view["sentence"].startswith("At no time")
    assert widget.view["share"] == "moved-tag?named_by=a%20digest"


def test_what_cannot_be_is_said_and_the_next_setting_is_answered_again():
    widget = moved_tag.lab()
    widget.set_state({"state": {"turn": 1, "values": {**widget.values(), "replicas": 99}}})
    assert "is not between 2 and 16" in widget.view["mistake"]
    widget.set_state({"state": {"turn": 2, "values": {**widget.values(), "replicas": 9}}})
    assert widget.view["mistake"] == ""


def test_a_code_is_restored_and_a_wrong_one_is_a_mistake_that_changes_nothing():
    widget = moved_tag.lab()
    hear(widget, kind="restore", code="moved-tag?replicas=3")
    assert widget.values()["replicas"] == 3
    hear(widget, kind="restore", code="other?replicas=4")
    assert "is no code of this lab" in widget.view["mistake"]
    assert widget.values()["replicas"] == 3


def test_a_code_leaves_a_password_that_was_typed_and_a_reset_does_not():
    widget = who_may_pull.lab()
    first = widget.values()
    hear(widget, kind="secret", name="password", value="typed")
    hear(widget, kind="restore", code="who-may-pull?user=bob")
    assert (widget.values()["user"], widget.values()["password"]) == ("bob", "typed")
    hear(widget, kind="reset")
    assert widget.values() == first
    assert "password" not in widget.state["values"]


def test_a_lab_opens_as_it_was_shared():
    assert moved_tag.lab("moved-tag?seed=7").values()["seed"] == 7
    with pytest.raises(ScenarioError, match="is no code of this lab"):
        moved_tag.lab("names")


def test_a_scenario_is_sent_when_it_is_asked_for():
    widget = moved_tag.lab()
    sent = []
    widget.send = sent.append
    hear(widget, kind="scenario", id="1")
    assert sent[0]["id"] == "1"
    assert "kind: Timeline" in sent[0]["text"]


def test_the_name_of_a_lab_is_its_title():
    assert repr(moved_tag.lab()) == "LabWidget('A tag moves')"
