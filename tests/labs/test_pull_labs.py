"""The labs of the lessons on architectures and on what a pull costs."""

import re
from html import unescape
from itertools import pairwise
from shlex import split

import pytest
import yaml

from imagesim.labs import architectures, pull_costs
from imagesim.labs.architectures import ATTESTATION, INDEX, PLATFORMS, SINGLE
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from tests.processor_time import at_most


def sentence(view):
    return re.search(r'<p role="status"><strong[^>]*>(.*?)</strong>', view)[1]


def choices(*entries, points_to=INDEX, fourth="windows/amd64"):
    return architectures.draw(points_to=points_to, fourth=fourth, entries=list(entries))


def costs(**settings):
    """Requests, megabytes and seconds (None: never) of the sentence."""
    said = sentence(pull_costs.draw(**{**pull_costs.DEFAULTS, **settings})).replace(",", "")
    requests, megabytes, seconds = re.search(r": (\d+) requests (\d+) MB\.(?:.* after ([\d.]+) s)?", said).groups()
    return int(requests), int(megabytes), None if seconds is None else float(seconds)


def again(view):
    """The run of the command that the view shows."""
    words = split(unescape(re.search(r"<code>(imagesim run .*?)</code>", view)[1]))
    pairs = [word.split("=", 1) for flag, word in pairwise(words) if flag == "--set"]
    return simulate(load(words[2], values={path: yaml.safe_load(value) for path, value in pairs}), seed=1)


@pytest.mark.parametrize("lab", [architectures.lab, pull_costs.lab])
def test_every_choice_of_every_control_draws_a_picture(lab):
    shown = lab()
    for control in shown.controls.values():
        before = control.value
        options = getattr(control, "options", [1, 20])
        for option in options:
            control.value = [option] if isinstance(before, list) else option
            assert 'role="alert"' not in shown.view.value
            assert re.search(r'role="img" aria-label="[^"]{40,}"', shown.view.value)
        control.value = before


def test_the_controls_begin_with_the_shipped_scenarios():
    assert pull_costs.run(**pull_costs.lab().values()).records == simulate(load("what-a-pull-costs")).records
    ours, shipped = architectures.run(**architectures.lab().values())[1], simulate(load("many-architectures"))
    taken = [{(row.node, row.platform, row.outcome) for row in run.records.pulls} for run in (ours, shipped)]
    assert taken[0] == taken[1]  # the lab's manifests are all of one size


def test_the_command_runs_the_same():
    settings = {**pull_costs.DEFAULTS, "nodes": 3, "limit": pull_costs.USED_UP, "mirror": pull_costs.FULL_CACHE}
    assert again(pull_costs.draw(**settings)).records == pull_costs.run(**settings).records
    chosen = {"points_to": SINGLE, "fourth": "linux/386", "entries": ["linux/arm64", ATTESTATION]}
    assert again(architectures.draw(**chosen)).records == architectures.run(**chosen)[1].records


# --- one name, many architectures ---


def test_what_each_node_takes_is_said_and_drawn():
    view = choices("linux/amd64", "linux/arm/v7", ATTESTATION)
    assert sentence(view) == "One name, 2 programs: 3 of 4 nodes can run what they pulled."
    assert ">takes linux/arm/v7: not its own<" in view
    assert "other-0: rpc error: code = NotFound" in view


def test_an_entry_for_newer_processors_alone_fits_no_amd64_node():
    assert sentence(choices("linux/amd64/v3")) == "One name, 0 programs: 0 of 4 nodes can run what they pulled."
    assert sentence(choices("linux/amd64/v3", points_to=SINGLE)).startswith("One name, 1 program: 1 of 4")


def test_one_manifest_is_pulled_by_all_and_runs_where_it_fits():
    view = choices("linux/arm64", "linux/amd64", points_to=SINGLE, fourth="linux/s390x")
    # The boxes' order counts, not that of the ticks.
    assert ">takes linux/amd64<" in choices(*PLATFORMS, points_to=SINGLE)
    assert sentence(view) == "One name, 1 program: 1 of 4 nodes can run what they pulled."
    assert view.count("has linux/arm64 and cannot run it</text>") == 3
    assert "The words of a pull that fails" not in view
    assert "failed to extract layer" in choices("linux/arm64", points_to=SINGLE, fourth="windows/amd64")


def test_an_image_of_nothing_is_a_mistake_in_words():
    shown = architectures.lab()
    shown.controls["entries"].value = []
    assert 'role="alert"' in shown.view.value
    assert "has no manifest" in shown.view.value


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
    assert ("waiting for the puller" in pull_costs.draw(**{**pull_costs.DEFAULTS, "pulls": pulls})) is waits


def test_nodes_share_what_the_registry_sends():
    assert costs(nodes=1)[2] == costs(nodes=5)[2]
    assert costs(nodes=20)[2] > 1.4 * costs(nodes=10)[2]
    assert costs(nodes=20, egress="unlimited")[2] < 1.1 * costs(nodes=1)[2]


def test_a_used_up_budget_leaves_pods_without_an_image_and_a_full_cache_helps():
    view = pull_costs.draw(**{**pull_costs.DEFAULTS, "limit": pull_costs.USED_UP})
    assert sentence(view).endswith("5 pods are not Ready at the end.")
    assert costs(limit=pull_costs.HUB)[2] == costs()[2]
    requests, megabytes, seconds = costs(limit=pull_costs.USED_UP, mirror=pull_costs.FULL_CACHE)
    assert (requests, megabytes) == (0, 0)
    assert seconds is not None


def test_an_empty_cache_saves_next_to_nothing_when_all_ask_at_once():
    assert costs()[1] * 0.9 < costs(mirror=pull_costs.EMPTY_CACHE)[1] < costs()[1]


def test_twenty_nodes_are_fast_enough_for_a_slider():
    settings = {**pull_costs.DEFAULTS, "nodes": 20}
    pull_costs.draw(**settings)
    with at_most(1.2):  # below 0.3 s where nothing else runs
        for _ in range(3):
            pull_costs.draw(**settings)
