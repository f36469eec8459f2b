"""What nodes hold, and how full their disks are: the answer of the shipped scenario disk-fills is in its pictures."""

import pandas as pd
import pytest

from imagesim.engine.records import CauseRecord, DiskRecord
from imagesim.results import plots
from imagesim.results.gallery import disk_marks
from imagesim.results.measures.node_images import ImageOnNode
from imagesim.results.result import simulate
from imagesim.results.tables import table
from imagesim.scenarios.loading import load
from tests.results.example_records import NEW, OLD
from tests.results.plots.test_plots import boxes, names


@pytest.fixture(scope="module")
def fills():
    return simulate(load("disk-fills"))


def held(node, digest, started_s, ended_s=None, image="reg.example/web:v1"):
    return ImageOnNode(node, image, digest, "sha256:c", 1000, started_s, ended_s)


def test_the_cache_of_the_node_that_fills_shows_what_went_when_and_why(fills):
    ax = plots.image_cache(fills.node_images(), removed=fills.removed_images)
    assert names(ax) == ["tool", "build-1", "build-2", "build-3", "build-4", "build-5"]
    assert ax.get_ylabel() == "on workers-0"
    gone = {name: boxes(ax, name)[0][1] / 60 for name in names(ax)}
    assert gone == {"tool": 65, "build-1": 65, "build-2": 65, "build-3": 90, "build-4": 90, "build-5": 90}
    (crosses,) = [line for line in ax.lines if line.get_label() == "removed: the disk was too full (HighThreshold)"]
    assert sorted(zip(crosses.get_xdata(), crosses.get_ydata(), strict=True)) == [(3900, 0), (3900, 1), (3900, 2)]


def test_names_of_one_version_are_one_bar():
    rows = [held("n-0", OLD, 0, 10), held("n-0", OLD, 10, 20, f"reg.example/web@{OLD}"), held("n-0", NEW, 10)]
    ax = plots.image_cache(table("node_images", rows), end_s=30.0)
    assert boxes(ax, "web:v1 (sha256:a1b2c3…)") == [(0, 20, 0)]
    assert boxes(ax, "web:v1 (sha256:f0e1d2…)") == [(10, 30, 1)]


def test_the_versions_of_each_node_have_one_order_and_a_node_without_any_has_a_row():
    rows = [held("n-0", NEW, 0), held("n-0", OLD, 5), held("n-1", OLD, 0), held("n-1", NEW, 5)]
    frame = table("node_images", rows)
    frame.attrs["names"] = {OLD: "old", NEW: "new"}
    ax = plots.image_cache(frame, end_s=30.0, nodes=["n-0", "n-1", "n-2"])
    assert names(ax) == ["n-0  new", "n-0  old", "n-1  new", "n-1  old", "n-2  no image"]


def test_of_many_nodes_it_is_counted_how_many_have_a_version():
    rows = [held(f"n-{n}", OLD, 0) for n in range(50)] + [held(f"n-{n}", NEW, 10) for n in range(20)]
    frame = table("node_images", rows)
    frame.attrs["names"] = {OLD: "old", NEW: "new"}
    ax = plots.image_cache(frame, end_s=30.0)
    assert ax.get_title(loc="left") == "How many of the 50 nodes have each image"
    assert names(ax) == ["old\nup to 50", "new\nup to 20"]


def test_the_disk_of_one_node_is_drawn_with_its_size_and_where_collection_begins(fills):
    marks = disk_marks(fills.scenario)
    ax = plots.disk_use(fills.disk_usage, marks=marks)
    assert marks == {"image garbage collection begins": 0.75, "and stops": 0.7}
    capacity = 20 * 2**30
    heights = {line.get_label(): line.get_ydata()[0] for line in ax.lines if line.get_label()[0] != "_"}
    assert heights == {
        "size of a disk: 21.5 GB": capacity,
        "image garbage collection begins: 75%": 0.75 * capacity,
        "and stops: 70%": pytest.approx(0.7 * capacity),
    }
    assert ax.get_ylabel() == "GB taken"


def disk(node, time_s, image_bytes):
    return DiskRecord(time_s, node, image_bytes, 0, None)


def test_of_many_disks_the_fullest_the_median_and_the_emptiest_are_drawn():
    rows = [disk(f"n-{n}", 0.0, n * 1_000_000) for n in range(5)] + [disk("n-0", 5.0, 9_000_000)]
    ax = plots.disk_use(table("disk_usage", rows), end_s=10.0)
    ends = {line.get_label(): line.get_ydata()[-1] for line in ax.lines}
    assert ends == {
        "the fullest disk": 9_000_000,
        "the median disk": 3_000_000,
        "the emptiest disk": 1_000_000,
    }
    assert ax.get_ylabel() == "MB taken"


def test_without_images_it_says_so():
    assert plots.image_cache(table("node_images", [])).texts[0].get_text() == "no image was on any node"
    assert plots.disk_use(table("disk_usage", [])).texts[0].get_text() == "no node's disk was written to"


@pytest.mark.parametrize("nodes", [3, 6])
def test_disks_that_are_alike_are_all_seen(nodes):
    rows = [(0.0, f"node-{n}", 10, 5, None) for n in range(nodes)] + [(5.0, "node-0", 20, 5, None)]
    columns = ["time_s", "node", "image_bytes", "other_bytes", "capacity_bytes"]
    ax = plots.disk_use(pd.DataFrame(rows, columns=columns), end_s=10.0)
    widths = [line.get_linewidth() for line in ax.lines]
    assert widths == sorted(set(widths), reverse=True)


@pytest.mark.parametrize("nodes", [1, 3, 6])
def test_the_disk_of_a_node_that_went_is_drawn_until_then(nodes):
    rows = [(0.0, f"node-{n}", 10 * (n + 1), 5, None) for n in range(nodes)]
    rows += [(4.0, "node-0", 0, 5, None), (8.0, "node-0", 7, 5, None)]
    columns = ["time_s", "node", "image_bytes", "other_bytes", "capacity_bytes"]
    frame = pd.DataFrame(rows, columns=columns)
    whole = plots.disk_use(frame, end_s=10.0)
    frame.attrs["node_turns"] = [(4.0, "node-0"), (8.0, "node-0")]
    ax = plots.disk_use(frame, end_s=10.0)
    if nodes == 1:
        assert {float(y) for _, y in ax.collections[1].get_paths()[-1].vertices} == {5.0, 12.0}
    elif nodes == 3:
        times, bytes_taken = ax.lines[0].get_data()
        assert list(times)[:3] == [0, 4, 8]
        assert [str(float(each)) for each in bytes_taken[:3]] == ["15.0", "nan", "12.0"]
    else:
        assert ax.get_title(loc="left") == whole.get_title(loc="left") == "Disks of 6 nodes"
        emptiest = next(line for line in ax.lines if line.get_label() == "the emptiest disk")
        lowest = dict(zip(emptiest.get_xdata().round(), emptiest.get_ydata(), strict=True))
        assert (lowest[2], lowest[6], lowest[9]) == (15, 25, 12)


def test_disks_of_nodes_that_take_turns_are_not_added_up():
    rows = [(5.0 * n, f"node-{n}", 10, 5, None) for n in range(6)]
    columns = ["time_s", "node", "image_bytes", "other_bytes", "capacity_bytes"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.attrs["node_turns"] = [(5.0 * n + 7.5, f"node-{n}") for n in range(6)]
    frame.attrs["end_s"] = 40.0
    frame.attrs["causes"] = [CauseRecord(30.0, 30.0, "push", "shop/web:v1", "push web-b over v1", "push web-b")]
    ax = plots.disk_use(frame)
    assert ax.get_title(loc="left") == "Disks of up to 2 nodes at once"
    assert "push web-b" in [text.get_text() for text in ax.texts]
