"""`kubectl events`."""

import json

import pytest

from imagesim.results.kubectl.events import WantedEvents, events
from imagesim.rules.kubectl.errors import KubectlError
from tests.results.kubectl.runs import END_S, every_kind


def lines(**wanted: object) -> list[str]:
    found = events(every_kind(), END_S, WantedEvents(**{"namespace": "shop", **wanted}))  # type: ignore[arg-type]
    return [*found.text.splitlines(), *found.beside]


def test_the_latest_come_last_and_objects_have_their_kinds() -> None:
    head, *rows = lines()
    assert head.split() == ["LAST", "SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
    assert rows[0].split()[0] == "10m"
    assert any(" Deployment/web " in row for row in rows)
    assert "(x" in rows[-1]


def test_events_about_one_object() -> None:
    rows = lines(about="deploy/web", headers=False)
    assert len(rows) == 1
    assert "ScalingReplicaSet" in rows[0]
    assert lines(about="deploy/nope") == ["No events found in shop namespace."]


def test_events_of_a_type() -> None:
    assert {row.split("   ")[1].strip() for row in lines(types=["warning"], headers=False)} >= {"Warning"}
    assert not [row for row in lines(types=["Normal"], headers=False) if " Warning " in row]
    assert len(lines(types=["Normal", "Warning"])) == len(lines())


def test_all_namespaces_say_which() -> None:
    assert lines(namespace=None)[0].startswith("NAMESPACE   LAST SEEN ")
    assert lines(namespace="nowhere") == ["No events found in nowhere namespace."]


def test_a_watch_tells_every_time_that_something_happened() -> None:
    watched = lines(watch=True, about="pod/crash")
    assert watched[0].startswith("TIME ")
    assert len(watched) > len(lines(about="pod/crash")) + 3
    assert watched[1].split()[0] == "0s"


def test_other_outputs_are_lists_of_events() -> None:
    text = events(every_kind(), END_S, WantedEvents("shop", about="job/once", output="json")).text
    assert [each["reason"] for each in json.loads(text)["items"]] == ["SuccessfulCreate", "Completed"]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ({"about": "web"}, "error: --for must be in resource/name form"),
        ({"about": "foo/web"}, 'error: the server doesn\'t have a resource type "foo"'),
        ({"types": ["Bad"]}, "error: valid --types are Normal or Warning"),
    ],
)
def test_what_kubectl_refuses(wanted: dict[str, object], text: str) -> None:
    with pytest.raises(KubectlError) as refused:
        lines(**wanted)
    assert str(refused.value) == text
