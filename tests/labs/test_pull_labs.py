"""The labs of the lessons on architectures and on what a pull costs."""

import re
from itertools import pairwise
from shlex import split

import pytest
import yaml

from imagesim.labs import architectures, pull_costs
from imagesim.labs.architectures import ATTESTATION, INDEX, PLATFORMS, SINGLE
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from tests.labs.shown import html
from tests.processor_time import at_most


def choices(*entries, points_to=INDEX, fourth="windows/amd64"):
    return architectures.LAB.view({"points_to": points_to, "fourth": fourth, "entries": list(entries)})


def costs(**settings):
    """Requests, megabytes and seconds (None: never)."""
    return tuple(number.value for number in pull_costs.LAB.view(settings).numbers)


def again(view):
    """The run of the command that the view shows."""
    words = split(view.command[0])
    pairs = [word.split("=", 1) for flag, word in pairwise(words) if flag == "--set"]
    return simulate(load(words[2], values={path: yaml.safe_load(value) for path, value in pairs}), seed=1)


@pytest.mark.parametrize("lab", [architectures.LAB, pull_costs.LAB], ids=lambda lab: lab.name)
def test_the_first_view_has_a_picture_in_words(lab):
    assert re.search(r'role="img" aria-label="[^"]{40,}"', html(lab))


def test_the_controls_begin_with_the_shipped_scenarios():
    assert pull_costs.run().records == simulate(load("what-a-pull-costs")).records
    ours, shipped = architectures.run(), simulate(load("many-architectures"))
    taken = [{(row.node, row.platform, row.outcome) for row in each.records.pulls} for each in (ours, shipped)]
    assert taken[0] == taken[1]  # the lab's manifests are all of one size


def test_the_command_runs_the_same():
    settings = {"nodes": 3, "limit": pull_costs.USED_UP, "mirror": pull_costs.FULL_CACHE}
    assert again(pull_costs.LAB.view(settings)).records == pull_costs.run(**settings).records
    chosen = {"points_to": SINGLE, "fourth": "linux/386", "entries": ["linux/arm64", ATTESTATION]}
    assert again(architectures.LAB.view(chosen)).records == architectures.run(**chosen).records


# --- one name, many architectures ---


def test_what_each_node_takes_is_said_and_drawn():
    view = choices("linux/amd64", "linux/arm/v7", ATTESTATION)
    assert view.sentence == "One name, 2 programs: 3 of 4 nodes run what they got; other-0 got none."
    assert ">takes linux/arm/v7: not its own<" in view.pictures[0]
    (table,) = view.tables
    assert table.rows[0][0] == "other-0"
    assert table.rows[0][1].startswith("rpc error: code = NotFound")


def test_an_entry_for_newer_processors_alone_fits_no_amd64_node():
    assert choices("linux/amd64/v3").sentence == "One name, and no program for any of the 4 nodes: every pull fails."
    assert choices("linux/amd64/v3", points_to=SINGLE).sentence.startswith("One name, 1 program: 1 of 4 nodes runs")


def test_one_manifest_is_pulled_by_all_and_runs_where_it_fits():
    view = choices("linux/arm64", points_to=SINGLE, fourth="linux/s390x")
    # The boxes' order counts, not that of the ticks.
    assert ">takes linux/amd64<" in choices(*PLATFORMS, points_to=SINGLE).pictures[0]
    assert view.sentence == (
        "One name, 1 program: 1 of 4 nodes runs what it got; "
        "amd64-0, arm-v7-0 and other-0 got one that they cannot run."
    )
    assert view.pictures[0].count("has linux/arm64 and cannot run it</text>") == 3
    assert view.tables == ()
    assert (
        "failed to extract layer" in choices("linux/arm64", points_to=SINGLE, fourth="windows/amd64").tables[0].html()
    )


def test_an_entry_that_is_taken_out_takes_a_program_from_two_nodes():
    # The first task of the lab: one of them never ran a program of its own platform.
    assert choices("linux/amd64", ATTESTATION).sentence.endswith("arm64-0, arm-v7-0 and other-0 got none.")


def test_an_image_of_nothing_is_a_mistake_in_words():
    assert choices().mistake == "The image has: nothing is ticked; tick at least one of its platforms"


# --- what a pull costs ---


def test_one_head_is_all_that_always_costs_where_the_images_are():
    assert costs(nodes=3, on_nodes=pull_costs.THE_IMAGES, policy="Always")[:2] == (6, 0)
    assert costs(nodes=3, on_nodes=pull_costs.THE_IMAGES)[:2] == (0, 0)


def test_of_a_small_change_the_changed_layers_are_fetched():
    assert costs(nodes=1)[:2] == (13, 312)
    assert costs(nodes=1, on_nodes=pull_costs.OLD_BUILD)[:2] == (10, 62)


def test_the_shape_of_an_image_counts_less_than_its_size():
    shapes = [costs(nodes=1, image=shape)[2] for shape in pull_costs.IMAGES if shape.startswith("300")]
    assert len(shapes) == 5
    assert max(shapes) < 1.5 * min(shapes)
    assert costs(nodes=1, image="30 MB in 5 layers")[2] < min(shapes) / 3
    one, late = "300 MB, a big layer first", "300 MB, a big layer last"
    assert costs(nodes=1, image=one)[2] > costs(nodes=1, image=late)[2]


@pytest.mark.parametrize(("pulls", "waits"), [(pull_costs.SERIAL, True), (pull_costs.PARALLEL, False)])
def test_the_small_image_waits_for_the_large_one_where_a_node_pulls_one_at_a_time(pulls, waits):
    records = pull_costs.run(nodes=3, pulls=pulls).records
    ready = [pod.ready_s for pod in records.pods if pod.workload is not None and pod.workload.name == "agent"]
    assert (max(ready) > 5) is waits  # on some nodes the small one is first: that is chance
    assert ("waiting for the puller" in html(pull_costs.LAB, pulls=pulls)) is waits


def test_nodes_share_what_the_registry_sends():
    assert costs(nodes=5)[2] == costs(nodes=5, egress="unlimited")[2]
    # Ten nodes more are 3.12 GB more, and 5 Gbit/s send those in five seconds.
    assert costs(nodes=20)[2] - costs(nodes=10)[2] > 4.9
    assert costs(nodes=20, egress="unlimited")[2] < 1.1 * costs(nodes=1)[2]


def test_a_used_up_budget_leaves_pods_without_an_image_and_a_full_cache_helps():
    view = pull_costs.LAB.view({"limit": pull_costs.USED_UP})
    assert view.sentence.endswith("5 pods are not Ready at the end.")
    assert costs(limit=pull_costs.HUB)[2] == costs()[2]
    requests, megabytes, seconds = costs(limit=pull_costs.USED_UP, mirror=pull_costs.FULL_CACHE)
    assert (requests, megabytes) == (0, 0)
    assert seconds is not None


def test_an_empty_cache_saves_next_to_nothing_when_all_ask_at_once():
    assert costs()[1] * 0.9 < costs(mirror=pull_costs.EMPTY_CACHE)[1] < costs()[1]


def test_twenty_nodes_are_fast_enough_for_a_slider():
    pull_costs.LAB.view({"nodes": 20}).drawn()
    with at_most(1.2):  # below 0.3 s where nothing else runs
        for _ in range(3):
            pull_costs.LAB.view({"nodes": 20}).drawn()


def test_the_axis_is_mostly_used_and_the_same_in_both_pictures():
    for nodes in (1, 5, 10, 15, 20):
        view = pull_costs.LAB.view({"nodes": nodes})
        ready_s = view.numbers[-1].value
        assert ready_s <= view.axis_end_s <= 1.5 * ready_s
        drawn = view.drawn()["run"]["axis"]
        assert drawn["end_s"] == view.axis_end_s
        assert view.still().count('text-anchor="middle">0</text>') == 1
        assert all(f">{text}</text>" in view.still() for _, text in drawn["ticks"])
