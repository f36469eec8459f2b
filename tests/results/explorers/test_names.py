"""What is said of an image name."""

import pytest

from imagesim.results.explorers.names import describe_name

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("typed", "asked_for", "policy"),
    [
        ("nginx", "docker.io/library/nginx:latest", "Always"),
        ("nginx:1.27", "docker.io/library/nginx:1.27", "IfNotPresent"),
        ("team/app:v1", "docker.io/team/app:v1", "IfNotPresent"),
        ("reg.example:5000/app", "reg.example:5000/app:latest", "Always"),
        (f"app@{DIGEST}", f"docker.io/library/app@{DIGEST}", "IfNotPresent"),
        (f"app:latest@{DIGEST}", f"docker.io/library/app@{DIGEST}", "Always"),
    ],
)
def test_a_name_says_what_is_asked_for_and_how_often(typed, asked_for, policy):
    report = describe_name(typed)
    assert (report.asked_for, report.policy) == (asked_for, policy)


def test_a_name_that_cannot_be_parsed_is_a_result():
    report = describe_name("Nginx")
    assert not report.registry
    assert ("waiting reason", "InvalidImageName") in report.rows()
    assert "repository name (library/Nginx) must be lowercase" in dict(report.rows())["the node says"]


@pytest.mark.parametrize("typed", ["example.com", "localhost:5000", "example.com:v1"])
def test_a_host_without_a_slash_is_pointed_out(typed):
    assert any("looks like a host" in note for note in describe_name(typed).notes)


@pytest.mark.parametrize("typed", ["example.com/app", "nginx", f"app@{DIGEST}", "localhost/app"])
def test_other_names_are_not(typed):
    assert not any("looks like a host" in note for note in describe_name(typed).notes)


@pytest.mark.parametrize("typed", [" nginx:1", "nginx:1 ", "\tnginx", " "])
def test_white_space_around_a_name_is_refused_by_the_api_server(typed):
    rows = dict(describe_name(typed).rows())
    assert rows["valid"] == "no; the API server refuses it: must not have leading or trailing whitespace"
    assert rows["in a template"].startswith("the API server takes it, and refuses every pod")
    assert "the node says" not in rows


def test_no_name_at_all_is_refused_everywhere():
    rows = dict(describe_name("").rows())
    assert rows["valid"] == "no; the API server refuses it: Required value"
    assert rows["in a template"] == "the API server refuses that, too"
