"""The version mix, counted by hand."""

from imagesim.engine.records import Records
from imagesim.results.measures.version_mix import mixed_intervals, version_mix
from imagesim.results.result import simulate
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.loading import load
from tests.results.example_records import IMAGE, NEW, OLD, moved_tag_and_outage, running


def rows(*runs, end_s=100.0):
    return [(row.time_s, row.digest, row.pods) for row in version_mix(Records(end_s=end_s, running=list(runs)))]


def mixed(*runs, end_s=100.0):
    found = mixed_intervals(Records(end_s=end_s, running=list(runs)))
    return [(row.started_s, row.ended_s, row.versions, row.minority_pods) for row in found]


def test_a_row_per_digest_at_each_change():
    assert [tuple(row) for row in version_mix(moved_tag_and_outage())] == [
        (time_s, "shop", "Deployment/web", "app", IMAGE, digest, pods)
        for time_s, digest, pods in [(5.5, OLD, 3), (100, OLD, 2), (101, OLD, 3), (620, OLD, 3), (620, NEW, 1)]
    ]


def test_a_digest_that_is_gone_stays_with_zero():
    assert rows(running("web-a", 0, 10), running("web-a", 20, None, NEW)) == [
        (0, OLD, 1), (10, OLD, 0), (20, OLD, 0), (20, NEW, 1),
    ]  # fmt: skip


def test_a_container_replaced_in_one_instant_by_the_same_version_changes_nothing():
    assert rows(running("web-a", 0, 10), running("web-a", 10, None)) == [(0, OLD, 1)]


def test_mixed_lasts_while_both_versions_run():
    assert mixed(running("web-a", 0, 40), running("web-b", 0, None), running("web-c", 30, None, NEW)) == [
        (30, 100.0, 2, 1)
    ]
    assert mixed(running("web-a", 0, 40), running("web-b", 30, None, NEW)) == [(30, 40, 2, 1)]


def test_the_minority_is_all_that_most_pods_do_not_run():
    third = "sha256:33"
    runs = [running(f"web-{pod}", 0, None) for pod in "abc"]
    runs += [running("web-d", 10, 30, NEW), running("web-e", 20, 30, third)]
    assert mixed(*runs) == [(10, 30, 3, 2)]


def test_two_spells_are_two_rows_and_name_their_own_digests():
    third = "sha256:33"
    records = Records(
        end_s=100.0,
        running=[running("web-a", 0, None), running("web-b", 10, 20, NEW), running("web-b", 30, 40, third)],
    )
    assert [(row.started_s, row.ended_s, row.digests) for row in mixed_intervals(records)] == [
        (10, 20, (OLD, NEW)),
        (30, 40, (OLD, third)),
    ]


def test_other_texts_other_containers_and_other_workloads_are_never_mixed_with_each_other():
    first = running("web-a", 0, None)
    assert mixed(first, running("web-b", 0, None, NEW, image="nginx:1.28")) == []
    assert mixed(first, running("web-b", 0, None, NEW, container="sidecar")) == []
    assert mixed(first, running("web-b", 0, None, NEW, workload=ObjectName("Deployment", "shop", "other"))) == []
    assert mixed(first, running("web-b", 0, None, NEW, namespace="other")) == []


def test_pods_without_a_workload_are_not_mixed_but_counted_each_by_itself():
    alone = [running("a", 0, None, workload=None), running("b", 0, None, NEW, workload=None)]
    assert mixed(*alone) == []
    assert [row.workload for row in version_mix(Records(running=alone))] == ["Pod/a", "Pod/b"]


def test_digests_that_a_webhook_put_into_single_pods_part_no_group():
    # The text after pinning would make a group of each digest, and nothing would ever be mixed.
    values = {"Simulation/moved-tag:spec.admission": ["PinPodDigests"]}
    records = simulate(load("moved-tag", values=values)).records
    assert len({row.image for row in records.running}) == 2
    assert {row.image for row in version_mix(records)} == {"registry.example/shop/web:v1"}
    (mixed,) = mixed_intervals(records)
    assert (mixed.versions, mixed.minority_pods) == (2, 4)


def test_pods_of_a_pinned_template_are_never_mixed():
    values = {"Simulation/moved-tag:spec.admission": ["PinDigests"]}
    records = simulate(load("moved-tag", values=values)).records
    assert mixed_intervals(records) == []
    assert len({row.digest for row in records.running}) == 1
