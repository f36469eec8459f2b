"""The lab of the lesson *Who may pull*."""

import base64
import re

import pytest

from imagesim.labs import controls, who_may_pull
from imagesim.labs import login_documents as ways
from imagesim.labs.login_documents import PASSWORD, PASSWORD_ASKED, PUBLIC, TOKEN_ASKED
from imagesim.labs.share_code import share_code
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
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


@pytest.mark.parametrize("way", [way for way in ways.WAYS if way != ways.NOWHERE])
def test_the_mending_is_a_cause_that_can_be_dragged_whatever_the_way(way):
    drawn = who_may_pull.LAB.view({**START, "way": way, "mended_min": 7})
    (cause,) = drawn.run.records.causes
    assert cause.time_s == 420
    (drag,) = (drag for drag in who_may_pull.LAB.drags if drag.event == cause.event)
    assert (drag.control, drag.nth, drag.least) == ("mended_min", 0, 1)
    marks = drawn.drawn()["run"]["marks"]
    assert marks["lines"] == [pytest.approx(420 / 2400)]
    assert [label["text"] for label in marks["labels"]] == [cause.label]


@pytest.mark.parametrize("way", ways.WAYS)
def test_a_copied_scenario_has_no_password_and_runs_as_the_lab_does(way, tmp_path):
    values = {**who_may_pull.LAB.first(), "way": way, "password": "hunter2", "mended_min": 7}
    text = dump(who_may_pull.LAB.scenario(**values))
    for secret in ("hunter2", PASSWORD):
        assert secret not in text
        for name in ("alice", ""):  # as the auth of a docker config has it
            assert base64.b64encode(f"{name}:{secret}".encode()).decode().rstrip("=") not in text
    (tmp_path / "scenario.yaml").write_text(text)
    ran = simulate(load(tmp_path / "scenario.yaml")).records
    ours = who_may_pull.LAB.view(values).run.records
    assert [row[2:] for row in ran.states] == [row[2:] for row in ours.states]


def test_a_name_that_no_node_takes_makes_no_scenario():
    with pytest.raises(ScenarioError, match=r"Image: .* runs nowhere: .*must be lowercase"):
        who_may_pull.LAB.scenario(**{**who_may_pull.LAB.first(), "image": "registry.example/App"})


def test_the_two_rules_disagree_on_the_page_s_glob():
    assert sentence(**GLOB) == "The key does not fit, so the pull is anonymous, and the registry refuses it."
    assert sentence(**GLOB, rule="documented").startswith("The key fits, so the pull shows alice")
    assert sentence(**{**GLOB, "image": "quay.io/x"}, rule="documented").startswith("The key does not fit")
    assert "By the documentation a credential fits this name; the kubelet finds none" in view(**GLOB)


def test_where_the_rules_disagree_the_page_s_is_said_to_be_no_kubelet_s():
    said = "All that is shown here is by the rule of Kubernetes' page, which no kubelet follows."
    assert said in who_may_pull.LAB.view({**START, **GLOB, "rule": "documented"}).notes
    assert said not in who_may_pull.LAB.view({**START, **GLOB}).notes
    assert said not in who_may_pull.LAB.view({**START, "rule": "documented"}).notes


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
        *({"way": way} for way in ways.WAYS),
        *({"way": way, "mended_min": 3, "other": ways.OLD_LONGER, "rule": "documented"} for way in ways.WAYS),
    ],
)
def test_the_password_is_never_shown(changes):
    shown = who_may_pull.lab()
    shown.set(**{**changes, "password": "correct-horse"})
    texts = [shown.html(), shown.text(), repr(shown), repr(shown.view), repr(shown.state), repr(shown.lab)]
    texts.append(repr(who_may_pull.form(**shown.values())))
    texts += [repr(shown.get_state()), share_code(who_may_pull.LAB, shown.values())]
    assert shown.values()["password"] == "correct-horse"
    assert not any("correct-horse" in text or "Y29ycmVjdC1ob3JzZ" in text for text in texts)


@pytest.mark.parametrize(
    "server", ["https://alice:correct-horse@registry.example", "https://a:correct-horse@my registry"]
)
@pytest.mark.parametrize("way", ways.WAYS)
def test_nor_is_one_that_stands_in_the_server(server, way):
    for minute in (0, 3):
        drawn = who_may_pull.LAB.view({"server": server, "way": way, "mended_min": minute})
        assert "correct-horse" not in repr(drawn.drawn()) + drawn.html()


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


OPENS = "and the registry hands the image out."


@pytest.mark.parametrize("way", [*ways.OF_POD, ways.ACCOUNT, ways.NODE_FILE, ways.PLUGIN, ways.VENDOR])
@pytest.mark.parametrize("registry", [TOKEN_ASKED, PASSWORD_ASKED])
def test_the_right_login_opens_the_registry_wherever_it_is(way, registry):
    works = way != ways.EMPTY  # what docker login leaves on a laptop has no login in it
    assert sentence(way=way, registry=registry).endswith(OPENS) == works
    assert sentence(way=way, registry=registry, password="hunter2").endswith("and the registry refuses it.")
    assert not sentence(way=way, registry=registry, server="quay.io").endswith(OPENS)


def test_without_any_login_the_pull_is_anonymous():
    assert sentence(way=ways.NOWHERE) == "Nobody gives a login, so the pull is anonymous, and the registry refuses it."
    assert sentence(way=ways.NOWHERE, registry=PUBLIC).endswith(OPENS)


def test_docker_login_on_a_laptop_keeps_the_password_there_and_is_shown_all_the_same():
    shown = view(way=ways.EMPTY)
    assert "The key fits, so the pull shows an empty login, and the registry refuses it." in shown
    assert "credsStore is ignored" in shown
    assert "in the laptop&#x27;s credential store" in shown
    assert controls.HIDDEN not in shown


@pytest.mark.parametrize("other", [ways.OLD_FIRST, ways.OLD_LONGER])
def test_an_old_login_is_tried_first_if_it_is_listed_first_or_has_the_longer_key(other):
    says = "2 keys fit, so the pull shows one login after the other, and the registry takes number 2."
    assert sentence(other=other) == says
    # Under the other rule too; there the engine reads keys that stand for those typed.
    glob = {**GLOB, "rule": "documented", "other": other}
    assert sentence(**glob) == says
    first, second = (requests(**each) for each in ({}, {"other": other}))
    assert second > first


def requests(**changes):
    return who_may_pull.LAB.view({**START, **changes}).numbers[0].value


def test_a_second_login_helps_where_the_first_is_refused():
    assert sentence(other=ways.GOOD_SECOND, password="hunter2").endswith("the registry takes number 2.")
    assert sentence(other=ways.OLD_FIRST, password="hunter2").endswith("the registry refuses them all.")


@pytest.mark.parametrize("other", ways.OTHERS[1:])
def test_a_pod_that_lists_any_secret_gets_none_of_its_service_account(other):
    drawn = view(way=ways.ACCOUNT, other=other)
    assert "this one of its ServiceAccount is not copied" in drawn
    opens = sentence(way=ways.ACCOUNT, other=other).endswith(OPENS)
    assert opens == (other == ways.GOOD_SECOND)


def test_a_secret_of_the_pod_comes_before_the_node_s_file_and_keeps_the_vendor_s_part_away():
    assert sentence(way=ways.NODE_FILE, other=ways.OLD_FIRST).endswith("the registry takes number 2.")
    assert sentence(way=ways.VENDOR).startswith("The kubelet has no login, so the node shows alice&#x27;s")
    assert sentence(way=ways.VENDOR, other=ways.OLD_FIRST).endswith("and the registry refuses it.")
    assert sentence(way=ways.VENDOR, other=ways.MISSING).endswith(OPENS)


MENDABLE = [*ways.OF_POD, ways.ACCOUNT, ways.NODE_FILE, ways.PLUGIN, ways.VENDOR]


@pytest.mark.parametrize("way", MENDABLE)
def test_what_is_mended_is_found_with_the_next_attempt(way):
    drawn = who_may_pull.LAB.view({"way": way, "mended_min": 7})
    numbers = {number.label: number.value for number in drawn.numbers}
    assert re.match(r"Mended at minute 7, and Ready 3\.\d+ min later, with the next attempt", drawn.sentence)
    assert numbers["pulls that failed"] > 4
    assert 0 < numbers["seconds from mended to Ready"] <= 320
    assert drawn.run.records.end_s == 40 * 60
    assert drawn.still()


def test_what_does_not_need_mending_does_not_wait_for_it():
    says = "The pod is Ready before minute 5: its pull needs no mended login."
    assert sentence(way=ways.PLUGIN, registry=PUBLIC, mended_min=5) == says
    assert sentence(other=ways.GOOD_SECOND, mended_min=5) == says


def test_what_is_mended_with_a_wrong_login_goes_on_waiting():
    assert sentence(password="hunter2", mended_min=5).endswith("refuses the later pulls, too.")
    assert sentence(way=ways.ACCOUNT, other=ways.MISSING, mended_min=5).endswith("refuses the later pulls, too.")
    numbers = who_may_pull.LAB.view({"password": "hunter2", "mended_min": 5}).numbers
    assert numbers[-1].said() == "never"


@pytest.mark.parametrize("way", ways.WAYS)
def test_every_way_has_a_line_for_a_terminal(way):
    assert who_may_pull.LAB.view({"way": way}).command[0].split()[0] == "imagesim"


def test_every_control_changes_what_is_seen():
    lab = who_may_pull.LAB
    changed = {
        "way": ways.NODE_FILE, "other": ways.OLD_FIRST, "server": "quay.io", "image": "quay.io/x", "user": "bob",
        "registry": PUBLIC, "password": "x", "email": "a@b", "mended_min": 4,
    }  # fmt: skip
    assert set(changed) | {"rule"} == set(lab.controls)
    first = lab.view({}).html()
    assert all(lab.view({name: value}).html() != first for name, value in changed.items())
    assert lab.view({**GLOB, "rule": "documented"}).html() != lab.view(GLOB).html()
