"""The controls without a browser: values keep their type, and what cannot be is refused by name."""

import pytest

from imagesim.labs import controls
from imagesim.scenarios.reading.errors import ScenarioError


def test_a_slider_with_whole_steps_has_whole_numbers():
    value = controls.slider("Replicas", 4, 1, 20).checked(5.0)
    assert (value, type(value)) == (5, int)


def test_a_slider_with_fractions_has_fractions_even_where_the_browser_sends_a_whole_number():
    value = controls.slider("Delay", 3, 0, 10, 0.5).checked(4)
    assert (value, type(value)) == (4.0, float)


@pytest.mark.parametrize(
    ("control", "wrong", "says"),
    [
        (controls.slider("Replicas", 4, 1, 20), 21, "Replicas 21: is not between 1 and 20"),
        (controls.slider("Replicas", 4, 1, 20), "many", "Replicas 'many': is not a number"),
        (controls.slider("Replicas", 4, 1, 20), True, "Replicas True: is not a number"),
        (controls.dropdown("Policy", ["Always", "Never"]), "Sometimes", "is not one of Always, Never"),
        (controls.radio("Named by", ["tag", "digest"]), "name", "is not one of tag, digest"),
        (controls.checkbox("Mirror"), "perhaps", "is neither true nor false"),
        (controls.several("Entries", ["amd64", "arm64"]), ["amd64", "arm"], "is not one of amd64, arm64"),
        (controls.text("Image"), 3, "is not a text"),
    ],
)
def test_refuses_a_value_that_cannot_be(control, wrong, says):
    with pytest.raises(ScenarioError) as mistake:
        control.checked(wrong)
    assert says.rpartition(": ")[2] in str(mistake.value)
    assert control.label in str(mistake.value)


def test_several_are_listed_in_the_order_of_the_options():
    entries = controls.several("Entries", ["amd64", "arm64", "windows"])
    assert entries.checked(["windows", "amd64"]) == ["amd64", "windows"]
    assert entries.checked([]) == []


def test_the_first_option_is_chosen_unless_another_is_named():
    assert controls.dropdown("Pull policy", ["Always", "Never"]).value == "Always"
    assert controls.radio("Pull policy", ["Always", "Never"], "Never").value == "Never"


def test_every_control_says_what_it_is_set_to():
    said = [
        controls.slider("Delay", 3, 0, 9, unit="min").said(3),
        controls.checkbox("Mirror").said(False),
        controls.several("Entries", ["amd64", "arm64"]).said(["arm64"]),
        controls.several("More", ["amd64"]).said([]),
        controls.text("Email").said(""),
        controls.password("Password").said(""),
        controls.password("Password").said("x"),
    ]
    assert said == ["3 min", "no", "arm64", "(none)", "(empty)", "(empty)", controls.HIDDEN]


def test_a_password_field_says_that_something_is_set_and_not_what():
    field = controls.password("Password", "correct-horse")
    assert field.drawn()["placeholder"] == controls.HIDDEN
    assert controls.password("Password").drawn()["placeholder"] == ""
    assert "correct-horse" not in repr(field) + repr(field.drawn())


@pytest.mark.parametrize("typed", ["https://me:hunter2@ghcr.io/app", "me:hunter2@ghcr.io/app"])
def test_a_login_that_is_typed_into_a_text_is_said_to_nobody(typed):
    assert "hunter2" not in controls.text("Name").said(typed)
    assert controls.text("Name").said("ghcr.io/me/app:v1@sha256:" + "0" * 64) == "ghcr.io/me/app:v1@sha256:" + "0" * 64
