"""More rows than can be told apart are added up, by workload or by pool, and the picture says so."""

import numpy as np
import pytest

from imagesim.engine.records import Records
from imagesim.results import plots
from imagesim.results.palette import Look
from imagesim.results.plots.shares import Spans, draw_shares
from imagesim.results.plots.style import axes
from imagesim.results.tables import table
from imagesim.rules.api.names import ObjectName
from tests.results.example_records import pull, state

ONE, TWO = Look("#0072b2", "", "one"), Look("#e69f00", "/", "two")


def spans(*pairs):
    return Spans(*(np.array(column, dtype=float) for column in zip(*pairs, strict=True)))


def tops(area):
    """The corners of an area as (time, height of the row that is 0 at its bottom)."""
    return {(x, round((0.45 - y) / 0.9, 6)) for x, y in area.get_paths()[0].vertices}


def names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def test_an_area_is_as_high_as_what_there_is_at_that_time():
    ax = axes(None)
    draw_shares(ax, {"web": {ONE: spans((0, 5), (0, 10)), TWO: spans((5, 10))}}, 10.0, [ONE, TWO], "pods")
    first, second = ax.collections
    assert {(0.0, 1.0), (5.0, 0.5), (10.0, 0.0)} <= tops(first)
    assert {(5.0, 1.0), (10.0, 0.0)} <= tops(second)
    assert names(ax) == ["0", "1", "2"]


def test_the_largest_groups_have_a_row_each_and_the_others_share_one():
    ax = axes(None)
    groups = {f"w{n}": {ONE: spans(*[(0, 10)] * (n + 1))} for n in range(12)}
    draw_shares(ax, groups, 10.0, [ONE], "pods")
    assert names(ax) == [*(f"w{n}\nup to {n + 1}" for n in range(11, 4, -1)), "5 others\nup to 15"]
    assert ax.get_ylabel() == "pods"


def test_what_is_too_thin_to_be_seen_is_not_among_the_looks_that_a_legend_explains():
    groups = {"web": {ONE: spans(*[(0, 10)] * 500), TWO: spans((2, 3))}}
    assert draw_shares(axes(None), groups, 10.0, [ONE, TWO], "pods") == [ONE]
    groups["api"] = {TWO: spans((2, 3))}
    assert draw_shares(axes(None), groups, 10.0, [ONE, TWO], "pods") == [ONE, TWO]


def test_many_states_are_added_up_by_workload():
    api = ObjectName("Deployment", "shop", "api")
    rows = [state(f"web-{n}", 0.0, None, "Running") for n in range(100)]
    rows += [state(f"api-{n}", 0.0, None, "Waiting", "ImagePullBackOff", workload=api) for n in range(50)]
    frame = table("states", Records(end_s=10.0, states=rows).states)
    ax = plots.states(frame, end_s=10.0)
    assert ax.get_title(loc="left") == "What the API showed of each pod, added up by workload"
    assert names(ax) == ["Deployment/web\nup to 100", "Deployment/api\nup to 50"]
    running_only = plots.version_map(frame, end_s=10.0)
    assert len(running_only.collections) == 1


def test_rows_without_names_are_in_the_order_in_which_they_first_ran():
    rows = [state(f"web-{n}", 0.0, None, *(("Running",) if n % 2 else ("Waiting", "ErrImagePull"))) for n in range(80)]
    ax = plots.states(table("states", Records(end_s=10.0, states=rows).states), end_s=10.0)
    runs = next(patch for patch in ax.patches if patch.get_label().startswith("Running"))
    assert (runs.get_path().vertices[:, 1].min(), runs.get_path().vertices[:, 1].max()) == (-0.5, 39.5)


def test_many_pulls_are_added_up_by_pool():
    rows = [pull(f"web-{n}", 0.0, 1.0, 5.0, node=f"{'big' if n % 3 else 'small'}-{n}") for n in range(150)]
    ax = plots.pulls_over_time(table("pulls", rows), end_s=6.0)
    assert ax.get_title(loc="left") == "Pulls under way, added up by pool of nodes"
    assert names(ax) == ["big\nup to 100", "small\nup to 50"]


@pytest.mark.parametrize("count", [100_000])
def test_a_hundred_thousand_states_take_a_thousand_moments(count):
    ax = axes(None)
    starts = np.arange(count, dtype=float)
    draw_shares(ax, {"web": {ONE: Spans(starts, starts + 50)}}, float(count), [ONE], "pods")
    assert len(ax.collections[0].get_paths()[0].vertices) < 5000
