"""The controls without a browser: values keep their type, and what cannot be is refused."""

import pytest
from traitlets import TraitError

from imagesim.labs import controls


def test_a_slider_with_whole_steps_has_whole_numbers():
    replicas = controls.slider("Replicas", 4, 1, 20)
    assert (replicas.value, type(replicas.value)) == (4, int)
    replicas.value = 5.0
    assert type(replicas.value) is int


def test_a_slider_with_fractions_has_fractions_even_where_the_browser_sends_a_whole_number():
    delay = controls.slider("Delay", 3, 0, 10, 0.5)
    assert type(delay.value) is float
    delay.set_state({"value": 4})
    assert (delay.value, type(delay.value)) == (4.0, float)


def test_what_the_browser_sends_is_heard_once():
    heard = []
    replicas = controls.slider("Replicas", 4, 1, 20)
    replicas.observe(lambda change: heard.append(change["new"]), "value")
    replicas.set_state({"value": 7})
    assert heard == [7]


@pytest.mark.parametrize(
    ("make", "wrong"),
    [
        (lambda: controls.slider("Replicas", 4, 1, 20), 21),
        (lambda: controls.slider("Replicas", 4, 1, 20), 0),
        (lambda: controls.dropdown("Pull policy", ["Always", "Never"]), "Sometimes"),
        (lambda: controls.radio("Named by", ["tag", "digest"]), "name"),
        (lambda: controls.checkbox("Mirror"), "perhaps"),
        (lambda: controls.several("Entries", ["amd64", "arm64"], ["arm64"]), ["amd64", "arm"]),
    ],
)
def test_refuses_a_value_that_cannot_be(make, wrong):
    control = make()
    before = control.value
    with pytest.raises(TraitError):
        control.value = wrong
    assert control.value == before


def test_several_are_listed_in_the_order_of_the_options():
    entries = controls.several("Entries", ["amd64", "arm64", "windows"], ["windows", "amd64"])
    assert entries.value == ["amd64", "windows"]
    entries.set_state({"value": []})
    assert entries.value == []


def test_the_first_option_is_chosen_unless_another_is_named():
    assert controls.dropdown("Pull policy", ["Always", "Never"]).value == "Always"
    assert controls.radio("Pull policy", ["Always", "Never"], "Never").value == "Never"


def test_its_text_in_a_stored_notebook_is_the_same_in_every_run():
    assert repr(controls.slider("Replicas", 4, 1, 20)) == "Slider('Replicas', 4)"
