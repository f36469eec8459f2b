"""What a page's worker answers: views, codes, scenarios; never a secret."""

import json

import pytest

from imagesim.labs import moved_tag, who_may_pull
from imagesim.labs.catalogue import LABS, lab_of
from imagesim.labs.page.answering import answering
from imagesim.scenarios.reading.errors import ScenarioError


def ask(**question):
    return json.loads(answering(json.dumps(question)))


@pytest.mark.parametrize("module", LABS)
def test_a_lab_opens_with_its_first_view(module):
    lab = lab_of(module)
    answer = ask(kind="lab", lab=module, code="")
    assert answer["lab"] == json.loads(json.dumps(lab.drawn()))
    assert answer["view"] == {"share": lab.name, **json.loads(json.dumps(lab.view(lab.first()).drawn()))}


def test_values_that_are_left_out_are_as_at_first():
    answer = ask(kind="view", lab="moved_tag", values={"replicas": 12})
    assert answer["values"] == {**moved_tag.LAB.first(), "replicas": 12}
    assert answer["view"]["share"] == "moved-tag?replicas=12"


def test_what_cannot_be_set_is_a_mistake_without_a_code():
    view = ask(kind="view", lab="moved_tag", values={"replicas": 99})["view"]
    assert "is not between 2 and 16" in view["mistake"]
    assert view["share"] == ""


def test_a_code_opens_the_lab_as_it_was_shared():
    assert ask(kind="lab", lab="moved_tag", code="moved-tag?seed=7")["values"]["seed"] == 7


def test_a_wrong_code_is_a_mistake_above_what_was_there():
    answer = ask(kind="restore", lab="moved_tag", values={"replicas": 3}, code="other?replicas=4")
    assert "is no code of this lab" in answer["view"]["mistake"]
    assert answer["values"]["replicas"] == 3
    assert answer["view"]["run"] is not None


def test_what_is_secret_comes_with_the_question_and_is_in_no_answer():
    secret = "a-pass-phrase-of-mine"
    lab = who_may_pull.LAB
    (name,) = (name for name, control in lab.controls.items() if control.secret)
    for question in ({"kind": "view"}, {"kind": "restore", "code": "who-may-pull?user=bob"}, {"kind": "scenario"}):
        text = answering(json.dumps({**question, "lab": "who_may_pull", "values": {name: secret}}))
        assert secret not in text
    typed = ask(kind="view", lab="who_may_pull", values={name: secret})["view"]
    assert typed != ask(kind="view", lab="who_may_pull", values={})["view"]


def test_a_scenario_is_text():
    assert "kind: Timeline" in ask(kind="scenario", lab="moved_tag", values={})


def test_what_is_not_there_is_said():
    with pytest.raises(ValueError, match="no kind of question"):
        ask(kind="run_code")
    with pytest.raises(ScenarioError, match="is no lab"):
        ask(kind="lab", lab="os", code="")
