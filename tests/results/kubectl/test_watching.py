"""`kubectl get -w`: changes with their times."""

import pytest
import yaml

from imagesim.results.kubectl.get import Wanted
from imagesim.results.kubectl.selecting import Chosen
from imagesim.results.kubectl.watching import watch
from imagesim.rules.kubectl.errors import KubectlError
from tests.results.kubectl.runs import every_kind

SHOP = Chosen("shop")


def rows(*arguments: str, chosen: Chosen = SHOP) -> list[list[str]]:
    return [line.split() for line in watch(every_kind(), arguments, chosen, Wanted()).text.splitlines()]


def test_a_pod_comes_up() -> None:
    head, *changes = rows("pod/db-0")
    assert head[:4] == ["TIME", "NAME", "READY", "STATUS"]
    assert [row[2:4] for row in changes] == [["0/1", "ContainerCreating"], ["1/1", "Running"]]
    assert changes[0][0] == "0s"
    assert changes[1][0] not in ("0s", "10m0s")


def test_a_pod_that_cannot_pull_goes_back_and_forth() -> None:
    words = [row[3] for row in rows("pods", chosen=Chosen("shop", "app=bad"))[1:]]
    assert words[:4] == ["ContainerCreating", "ErrImagePull", "ImagePullBackOff", "ErrImagePull"]


def test_restarts_and_ages_are_those_of_the_moment() -> None:
    crash = [" ".join(row) for row in rows("pods", "crash")[1:]]
    assert crash[0] == "0s crash 0/1 Pending 0 0s" or crash[0].startswith("0s crash 0/1 Init:0/1 0 0s")
    assert any("CrashLoopBackOff 1 (" in row for row in crash)


def test_events_are_watched_too() -> None:
    back_offs = [row for row in rows("events") if "BackOff" in row and "pod/crash" in row]
    assert len(back_offs) > 3


def test_one_kind_at_a_time() -> None:
    with pytest.raises(KubectlError, match="you may only specify a single resource type"):
        rows("pods,deploy")


def test_what_never_was_prints_nothing() -> None:
    assert rows("pdb") == []


def test_a_name_that_no_object_ever_had_is_not_found() -> None:
    found = watch(every_kind(), ["pod", "db-0", "nope"], SHOP, Wanted())
    assert found.text
    assert found.failed
    assert found.beside == ('Error from server (NotFound): pods "nope" not found',)


def test_an_order_is_ignored_and_kubectl_says_so() -> None:
    found = watch(every_kind(), ["pods"], SHOP, Wanted(sort_by=".metadata.name"))
    assert found.text == watch(every_kind(), ["pods"], SHOP, Wanted()).text
    assert found.beside == ("warning: --watch requested, --sort-by will be ignored for watch events received",)
    assert not found.failed


def test_yaml_of_a_watch_is_one_document_for_each_change() -> None:
    text = watch(every_kind(), ["pod/db-0"], SHOP, Wanted("yaml")).text
    phases = [document["status"]["phase"] for document in yaml.safe_load_all(text)]
    assert phases == ["Pending", "Running"]


def test_other_outputs_name_the_object_at_every_change() -> None:
    text = watch(every_kind(), ["pod/db-0"], SHOP, Wanted("name")).text
    assert text.splitlines() == ["pod/db-0", "pod/db-0"]
