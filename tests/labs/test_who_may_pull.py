"""The lab of the lesson *Who may pull*."""

import re

import pytest

from imagesim.labs import controls, who_may_pull
from imagesim.labs.who_may_pull import PASSWORD, PASSWORD_ASKED, PUBLIC, TOKEN_ASKED
from tests.labs.shown import html

START = {
    "server": "registry.example",
    "user": "alice",
    "password": PASSWORD,
    "email": "",
    "image": "registry.example/team/app:v1",
    "registry": TOKEN_ASKED,
    "rule": "kubelet",
}
GLOB = {"server": "*my-registry.io/images", "image": "sub.my-registry.io/images/app:v1"}


def view(**changes):
    return html(who_may_pull.LAB, **{**START, **changes})


def sentence(**changes):
    return re.search(r'<p role="status"><strong>(.*?)</strong>', view(**changes))[1]


def test_the_right_password_under_a_key_that_fits_opens_the_registry():
    fits = "The key fits, so the pull shows alice&#x27;s login, and the registry hands the image out."
    assert sentence() == sentence(registry=PASSWORD_ASKED) == fits


@pytest.mark.parametrize("registry", [TOKEN_ASKED, PASSWORD_ASKED])
def test_a_key_that_does_not_fit_leaves_the_pull_anonymous(registry):
    shown = view(server="registry.example:5000", registry=registry)
    assert "The key does not fit, so the pull is anonymous, and the registry refuses it." in shown
    assert "ports must be equal" in shown
    assert "The container waits with ErrImagePull: failed to pull and unpack image" in shown


@pytest.mark.parametrize("wrong", [{"password": "hunter2"}, {"user": "bob"}])
def test_a_wrong_login_is_refused_even_where_nobody_has_to_log_in(wrong):
    assert sentence(**wrong).endswith("and the registry refuses it.")
    assert sentence(**wrong, registry=PUBLIC).endswith("and the registry refuses it. Without the Secret it would not.")
    assert sentence(server="quay.io", registry=PUBLIC, **wrong).endswith("and the registry hands the image out.")


def test_the_two_rules_disagree_on_the_page_s_glob():
    assert sentence(**GLOB) == "The key does not fit, so the pull is anonymous, and the registry refuses it."
    assert sentence(**GLOB, rule="documented").startswith("The key fits, so the pull shows alice")
    assert sentence(**{**GLOB, "image": "quay.io/x"}, rule="documented").startswith("The key does not fit")
    assert "By the documentation a credential fits this name; the kubelet finds none" in view(**GLOB)


def test_says_what_the_kubelet_makes_of_the_server():
    assert "<td>the key as the kubelet reads it</td><td>index.docker.io</td>" in view(
        server="https://index.docker.io/v1/"
    )
    shown = view(server="https://index.docker.io/v1", image="nginx")
    assert "<td>index.docker.io/v1</td>" in shown
    assert "with a slash at the end" in shown
    assert "<td>(ignored)</td>" in view(server="my registry")


def test_what_was_asked_of_the_registry_is_listed():
    rows = re.findall(r"<tr><td>(HEAD|GET|POST)</td><td>([a-z]+)[^<]*</td><td>(\d+)</td>", view(password="hunter2"))
    assert rows == [("HEAD", "manifests", "401"), ("POST", "token", "401"), ("GET", "token", "401")]


@pytest.mark.parametrize("image", ["registry.example/team/app@sha256:" + "a" * 64, "nginx", "localhost:5000/x/y"])
def test_any_name_can_be_tried(image):
    assert "and the registry refuses it" in sentence(image=image, server="quay.io")
    host = image.partition("/")[0] if "/" in image else "docker.io"
    assert "hands the image out" in sentence(image=image, server=host)


def test_a_name_that_is_not_valid_is_a_result():
    assert sentence(image="Registry/App") == "The node refuses this name, so no key is looked at."


def test_an_empty_field_gives_kubectl_s_words():
    mistake = who_may_pull.LAB.view({"user": ""}).mistake
    assert "either --from-file or the combination of --docker-username" in mistake


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"registry": PASSWORD_ASKED},
        {"registry": PUBLIC},
        {"rule": "documented"},
        {"image": "Bad/Name"},
        {"user": ""},
    ],
)
def test_the_password_is_never_shown(changes):
    shown = who_may_pull.lab()
    shown.set(**{**changes, "password": "correct-horse"})
    texts = [shown.html(), shown.text(), repr(shown), repr(shown.view), repr(shown.state), repr(shown.lab)]
    texts.append(repr(who_may_pull.form(**shown.values())))
    assert shown.values()["password"] == "correct-horse"
    assert not any("correct-horse" in text or "Y29ycmVjdC1ob3JzZ" in text for text in texts)


@pytest.mark.parametrize(
    "server", ["https://alice:correct-horse@registry.example", "https://a:correct-horse@my registry"]
)
def test_nor_is_one_that_stands_in_the_server(server):
    assert "correct-horse" not in view(server=server)


def test_the_password_is_shown_as_dots_of_one_number():
    assert f"<td>{controls.HIDDEN}</td>" in view()
    assert f"<td>{controls.HIDDEN}</td>" in view(password="x" * 40)


def test_the_password_is_not_in_the_state_that_a_notebook_could_store():
    shown = who_may_pull.lab()
    shown._handle_custom_msg({"kind": "secret", "name": "password", "value": "correct-horse"}, [])
    assert shown.values()["password"] == "correct-horse"
    assert not any(secret in repr(shown.get_state()) for secret in ("correct-horse", PASSWORD))


def test_what_the_browser_sends_redraws_the_view():
    shown = who_may_pull.lab()
    turn = shown.view["turn"]
    shown._handle_custom_msg({"kind": "secret", "name": "password", "value": "hunter2"}, [])
    assert "and the registry refuses it" in shown.view["sentence"]
    assert shown.view["turn"] != turn


def test_the_command_keeps_the_password_out_of_the_history():
    shown = view(user="alice; rm", email="a@b")
    assert "--docker-username=&#x27;alice; rm&#x27; --docker-email=a@b --docker-password=- &gt; regcred.yaml" in shown
