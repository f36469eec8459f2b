"""Lists of events as they are: doublets, events that were combined, forgotten or left out, clocks that disagree."""

import json
from copy import deepcopy

import pytest

import imagesim
from imagesim.engine.run import run
from imagesim.results.api.objects import ApiObjects
from imagesim.rules.api.kinds import EVENT
from tests.studies.replaying.pastes import scenario

NOW_S = 500.5


@pytest.fixture(scope="module")
def events():
    """The events of a pod that has failed for 500 s, as the API has them."""
    return ApiObjects(run(scenario(NOW_S), seed=3)).list_of(EVENT)


@pytest.fixture(scope="module")
def next_s():
    """In how many seconds the next attempt begins."""
    return min(row.queued_s for row in run(scenario(1200), seed=3).pulls if row.queued_s > NOW_S) - NOW_S


def replayed(events, **options):
    options.setdefault("now", 946684800 + NOW_S)
    return imagesim.replay(json.dumps({"apiVersion": "v1", "kind": "List", "items": events}), **options)


def by(events, reason, message=""):
    return next(each for each in events if each["reason"] == reason and each["message"].startswith(message))


def test_the_list_as_it_is(events, next_s):
    (row,) = replayed(events).stuck
    assert row.due.sure
    assert row.due.least_s <= next_s <= row.due.most_s


def test_doublets_and_copies_in_the_other_version_count_once(events, next_s):
    copies = [_in_the_new_version(each) for each in events]
    found = replayed([*events, *events, *copies])
    assert f"Told more than once, and counted once: {2 * len(events)} events." in found.uncertain
    (row,) = found.stuck
    (alone,) = replayed(events).stuck
    assert (row, row.due) == (alone, alone.due)


def _in_the_new_version(event):
    new = {
        "apiVersion": "events.k8s.io/v1",
        "kind": "Event",
        "metadata": event["metadata"],
        "regarding": event["involvedObject"],
        "note": event["message"],
        "reason": event["reason"],
        "type": event["type"],
        "deprecatedSource": event.get("source"),
    }
    if event["count"] > 1:
        new |= {
            "eventTime": event["firstTimestamp"],
            "series": {"count": event["count"], "lastObservedTime": event["lastTimestamp"]},
        }
    else:
        new |= {"eventTime": event["firstTimestamp"]}
    return new


def test_a_list_in_the_new_version_alone_says_the_same(events, next_s):
    (row,) = replayed([_in_the_new_version(each) for each in events]).stuck
    assert row.due.least_s <= next_s <= row.due.most_s


def test_failures_in_many_words_are_combined_and_counted_together(events, next_s):
    failed = by(events, "Failed", "Failed to pull")
    parts = []
    for number in range(failed["count"] - 1):
        part = deepcopy(failed)
        part |= {"message": f"{failed['message']} (request {number})", "count": 1}
        part["metadata"] = {"name": f"p.{number}"}
        part["lastTimestamp"] = part["firstTimestamp"]
        parts.append(part)
    combined = deepcopy(failed) | {"message": f"(combined from similar events): {failed['message']}", "count": 1}
    combined["firstTimestamp"] = combined["lastTimestamp"]
    (row,) = replayed([each for each in events if each is not failed] + parts + [combined]).stuck
    assert any("combined into one event" in sentence for sentence in row.proofs)
    assert f"of which {failed['count']} failed" in row.proofs[0]
    assert row.due.least_s <= next_s <= row.due.most_s


def test_without_the_failures_it_is_said_that_they_are_missing(events):
    left = [each for each in events if each["reason"] != "Failed"]
    (row,) = replayed(left).stuck
    assert any("there is no back-off without one" in sentence for sentence in row.proofs)
    assert not row.why.sure
    assert row.due is not None


@pytest.mark.parametrize("missing", ["Pulling", "BackOff", "Scheduled"])
def test_what_is_left_out_widens_the_interval_at_most(events, next_s, missing):
    left = [each for each in events if each["reason"] != missing]
    (row,) = replayed(left).stuck
    assert row.due.least_s <= next_s <= row.due.most_s


def test_one_event_alone_is_enough_for_an_interval_that_is_called_rough_or_wide(events, next_s):
    (row,) = replayed([by(events, "BackOff")]).stuck
    assert row.due.most_s - row.due.least_s > 10
    assert row.due.least_s <= next_s <= row.due.most_s


def test_a_node_s_clock_that_runs_ahead_is_put_right(events, next_s):
    moved = [_moved(each, 95) if each.get("source", {}).get("component") == "kubelet" else each for each in events]
    found = replayed(moved)
    assert any(note.startswith("The clock of n-0 is about 1m35s ahead of the API server's") for note in found.uncertain)
    (row,) = found.stuck
    assert row.due.least_s - 2 <= next_s <= row.due.most_s + 2


def _moved(event, seconds):
    """The same event, told by a clock that is so far ahead; its creation is the API server's to date."""
    moved = deepcopy(event)
    moved["source"]["host"] = "n-0"
    for key in ("firstTimestamp", "lastTimestamp"):
        moved[key] = _later(moved[key], seconds)
    return moved


def _later(date, seconds):
    from datetime import datetime, timedelta

    return (datetime.fromisoformat(date) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_clock_that_is_behind_shows_where_the_scheduler_came_later(events):
    bare = [_without_creation(each) for each in events]
    behind = [_moved(each, -40) if each["reason"] != "Scheduled" else each for each in bare]
    assert any("their clocks disagree" in sentence for sentence in replayed(behind).uncertain)
    assert not any("their clocks disagree" in sentence for sentence in replayed(bare).uncertain)


def _without_creation(event):
    bare = deepcopy(event)
    del bare["metadata"]["creationTimestamp"]
    return bare


def test_without_the_moment_of_printing_the_latest_time_stands_for_it(events):
    found = replayed(events, now=None)
    assert any("the latest time in it stands for that" in sentence for sentence in found.uncertain)
    assert found.stuck[0].due is not None


@pytest.mark.parametrize("now", ["yesterday", -1, "2026-13-01"])
def test_a_moment_that_is_none_is_a_mistake(events, now):
    with pytest.raises(imagesim.ScenarioError, match="is no date"):
        replayed(events, now=now)


def test_pods_beside_the_events_bring_owners_states_and_versions(events):
    status = {"name": "web", "imageID": f"reg.example/app@sha256:{'a' * 64}", "ready": True, "state": {"running": {}}}
    running = {
        "kind": "Pod",
        "metadata": {
            "name": "q-5d4f7", "namespace": "default", "creationTimestamp": "2000-01-01T00:01:00Z",
            "ownerReferences": [{"kind": "ReplicaSet", "name": "q-5d4f7bcd", "controller": True}],
        },
        "spec": {"nodeName": "n-0", "containers": [{"name": "web", "image": "reg.example/app:v1"}]},
        "status": {"phase": "Running", "containerStatuses": [status]},
    }  # fmt: skip
    pods = [running, {"kind": "Pod", "metadata": {"name": "p", "namespace": "default"}, "spec": {}, "status": {}}]
    found = replayed(events, pods=json.dumps({"kind": "List", "apiVersion": "v1", "items": pods}))
    assert [row.pod for row in found.stuck] == ["p"]
    mix = found.result.version_mix()
    assert list(mix.workload.astype(str)) == ["Deployment/default/q"] or list(mix.pods) == [1]
    assert {row.phase for row in found.records.pods} == {"Pending", "Running"}


def test_a_pod_that_the_list_of_pods_lacks_is_gone(events):
    other = {
        "kind": "Pod",
        "metadata": {"name": "q", "namespace": "default"},
        "spec": {},
        "status": {"phase": "Running"},
    }
    found = replayed(events, pods=json.dumps(other))
    assert not found.stuck
    assert any("that the list of pods does not have" in sentence for sentence in found.uncertain)
    assert {row.pod: row.deleted_s is not None for row in found.records.pods} == {"p": True, "q": False}
