"""Plots draw on the Axes they are given, and draw what the table says: the artists are read back."""

import subprocess
import sys

import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from imagesim.engine.records import CauseRecord, Records
from imagesim.results import plots
from imagesim.results.measures.recovery import CAUSES, recovery
from imagesim.results.measures.version_mix import version_mix
from imagesim.results.palette import BLACK, BLUE
from imagesim.results.tables import table
from tests.results.example_records import NEW, OLD, moved_tag_and_outage

BACK_OFF, NEXT_LOOK = "waiting out the back-off", "waiting for the kubelet's next look"

PLOTS = {
    "version_mix": (plots.version_mix, lambda records: table("version_mix", version_mix(records))),
    "version_map": (plots.version_map, lambda records: table("states", records.states)),
    "states": (plots.states, lambda records: table("states", records.states)),
    "pulls_over_time": (plots.pulls_over_time, lambda records: table("pulls", records.pulls)),
    "recovery": (plots.recovery, lambda records: table("recovery", recovery(records))),
}


WHY_EMPTY = {
    "version_mix": "no container ran",
    "version_map": "no pod was started",
    "states": "no pod was started",
    "pulls_over_time": "no image was needed",
    "recovery": "no pod was failing at the end of a disturbance",
}


@pytest.fixture
def records():
    return moved_tag_and_outage()


def draw(name, records, **options):
    plot, make = PLOTS[name]
    return plot(make(records), **options)


def boxes(ax, label):
    """The rectangles of the collection with that label: (left, right, middle)."""
    (found,) = [artist for artist in ax.collections if artist.get_label() == label]
    extents = [path.get_extents() for path in found.get_paths()]
    return [(box.x0, box.x1, (box.y0 + box.y1) / 2) for box in extents]


def names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_draws_on_the_given_axes_and_returns_it(name, records):
    ax = Figure().add_subplot()
    assert draw(name, records, ax=ax) is ax
    assert ax.collections
    assert ax.get_legend() is not None


@pytest.mark.parametrize("name", PLOTS)
def test_an_empty_table_gives_an_empty_labelled_axes(name):
    ax = draw(name, Records())
    assert not ax.collections
    assert [text.get_text() for text in ax.texts] == [WHY_EMPTY[name]]
    assert ax.get_title(loc="left")
    assert ax.words.endswith(f"{WHY_EMPTY[name]}.")


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_table_gives_the_same_bytes_without_a_date(name, records):
    first, second = plots.png(draw(name, records)), plots.png(draw(name, records))
    assert first == second
    assert first.startswith(b"\x89PNG")
    assert b"Software" not in first
    assert b"tIME" not in first


@pytest.mark.parametrize("name", PLOTS)
def test_a_notebook_shows_a_picture_with_words(name, records):
    shown = draw(name, records)._repr_html_()
    assert shown.startswith('<img alt="')
    assert not shown.startswith('<img alt=""')


def test_no_plot_touches_pyplot_or_the_users_settings():
    code = (
        "import sys, matplotlib\n"
        "def settings():  # asking for the backend would load pyplot\n"
        "    return {name: matplotlib.rcParams[name] for name in matplotlib.rcParams if name != 'backend'}\n"
        "before = settings()\n"
        "from imagesim.engine.records import CauseRecord, Records\n"
        "from imagesim.results import plots\n"
        "from imagesim.results.tables import table\n"
        "plots.png(plots.states(table('states', Records().states)))\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert settings() == before\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_version_mix_is_as_high_as_the_pods(records):
    ax = draw("version_mix", records, end_s=700.0)
    old, new = [artist for artist in ax.collections if isinstance(artist, PolyCollection)]
    assert (old.get_label(), new.get_label()) == ("version sha256:a1b2c3…", "version sha256:f0e1d2…")
    assert old.get_paths()[0].get_extents().bounds == (5.5, 0, 694.5, 3)
    high = [tuple(corner) for corner in new.get_paths()[0].vertices if corner[1] == 4]
    assert {x for x, _ in high} == {620.0, 700.0}
    (mark,) = ax.lines
    assert list(mark.get_xdata()) == [620.0, 700.0]
    assert "mixed for 80 s" in [text.get_text() for text in ax.texts]


def test_the_share_is_out_of_a_hundred(records):
    ax = draw("version_mix", records, end_s=700.0, share=True)
    assert ax.collections[1].get_paths()[0].get_extents().y1 == pytest.approx(100)
    assert min(y for x, y in ax.collections[0].get_paths()[0].vertices if x == 700.0 and y) == pytest.approx(75)


def test_the_order_of_versions_gives_the_colours(records):
    usual = draw("version_mix", records)
    turned = draw("version_mix", records, versions=[NEW])
    assert usual.collections[0].get_facecolor()[0] == pytest.approx(turned.collections[0].get_facecolor()[0])
    assert [artist.get_label() for artist in turned.collections] == ["version sha256:f0e1d2…", "version sha256:a1b2c3…"]


def test_states_have_a_row_per_pod_and_a_bar_per_state(records):
    ax = draw("states", records, end_s=700.0)
    assert names(ax) == ["web-a", "web-b", "web-c", "web-d", "web-e"]
    assert boxes(ax, "ErrImagePull") == [(212.0, 225.0, 3), (212.0, 225.0, 4)]
    assert boxes(ax, "ImagePullBackOff") == [(225.0, 621.5, 3), (225.0, 700.0, 4)]
    assert boxes(ax, "Running version sha256:f0e1d2…") == [(621.5, 700.0, 3)]
    assert sum(len(artist.get_paths()) for artist in ax.collections) == len(records.states)


def test_the_version_map_shows_only_what_runs(records):
    ax = draw("version_map", records, end_s=700.0)
    assert names(ax) == ["web-a", "web-b", "web-c", "web-d", "web-e"]
    assert [artist.get_label() for artist in ax.collections] == ["version sha256:a1b2c3…", "version sha256:f0e1d2…"]
    assert boxes(ax, "version sha256:a1b2c3…")[1:3] == [(6.5, 100.5, 1), (6.5, 700.0, 2)]


def test_the_version_map_shows_what_ran_where_it_is_told(records):
    states = table("states", records.states)
    running = states[states.state == "Running"].copy()
    running["ended_s"] = running.ended_s.fillna(600.0)  # the node is lost, and the API goes on showing them
    told, shown = plots.version_map(states, ran=running, end_s=700.0), plots.version_map(states, end_s=700.0)
    assert max(right for _, right, _ in boxes(told, "version sha256:a1b2c3…")) == 600.0
    assert max(right for _, right, _ in boxes(shown, "version sha256:a1b2c3…")) == 700.0
    titles = [ax.get_title(loc="left") for ax in (told, shown)]
    assert titles == ["The version that each pod runs", "What the API says that each pod runs"]


def test_a_legend_names_no_state_that_is_too_short_to_be_seen(records):
    def named(end_s):
        return [text.get_text() for text in draw("states", records, end_s=end_s).get_legend().get_texts()]

    assert "ContainerCreating" in named(700.0)
    assert "ContainerCreating" not in named(1_000_000.0)
    assert any(name.startswith("Running") for name in named(1_000_000.0))


def test_a_back_off_ends_with_its_pod(records):
    pulls = table("pulls", records.pulls)
    backing_off = pulls[pulls.backoff_until_s.notna()].iloc[-1]
    gone = (backing_off.ended_s + min(backing_off.backoff_until_s, 700.0)) / 2
    rows = [(backing_off.namespace, backing_off.pod, 0.0, 1.0), (backing_off.namespace, backing_off.pod, 2.0, gone)]
    pods = pd.DataFrame(rows, columns=["namespace", "pod", "created_s", "deleted_s"])
    kept = boxes(plots.pulls_over_time(pulls, end_s=700.0), BACK_OFF)
    cut = boxes(plots.pulls_over_time(pulls, pods=pods, end_s=700.0), BACK_OFF)
    times = [box[:2] for box in kept]
    assert [box[:2] for box in cut if box[:2] not in times] == [(backing_off.ended_s, gone)]


def test_pulls_show_waiting_pulling_and_how_they_ended(records):
    ax = draw("pulls_over_time", records, end_s=700.0)
    assert boxes(ax, "waiting for the puller") == [(0.0, 0.25, 0), (0.0, 0.25, 1), (0.0, 0.25, 2), (612.0, 614.0, 3)]
    assert boxes(ax, "Pulled")[-1] == (614.0, 620.0, 3)
    marks = {line.get_label(): list(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in ax.lines}
    assert marks["Failed"] == [(211.0, 3), (211.0, 4), (401.0, 3), (421.0, 4)]
    assert marks["already present on the node"] == [(101.0, 1)]
    assert boxes(ax, BACK_OFF) == [(211.0, 221.0, 3), (211.0, 221.0, 4), (401.0, 601.0, 3), (421.0, 700.0, 4)]


def test_where_nothing_happens_for_long_the_axis_is_cut_and_says_so(records):
    pulls = table("pulls", [row for row in records.pulls if row.ended_s < 300])
    ax = plots.pulls_over_time(pulls, end_s=3600.0)
    assert ax.get_xlim()[1] == pytest.approx(221 * 1.06)
    assert ax.get_xlabel() == "minutes since the start (a part of the run of 60 min)"


def test_recovery_stacks_the_causes_of_each_pod(records):
    ax = draw("recovery", records)
    assert names(ax) == ["web-e", "web-d"]
    assert [boxes(ax, label) for label in (BACK_OFF, NEXT_LOOK, "pulling", "starting")] == [
        [(0, 1, 1)], [(1, 12, 1)], [(14, 20, 1)], [(20, 21.5, 1)],
    ]  # fmt: skip
    written = [text.get_text() for text in ax.texts]
    assert written == ["not Ready before the end of the run", "21.5 s"] or written == [
        "21.5 s", "not Ready before the end of the run",
    ]  # fmt: skip


def test_recovery_puts_the_slowest_first(records):
    (row, *_) = recovery(records)
    slower = row._replace(pod="web-x", delay_s=40.0, ready_s=640.0, **dict.fromkeys(CAUSES, 0.0))._replace(pull_s=40.0)
    ax = plots.recovery(table("recovery", [row, slower]))
    assert names(ax) == ["web-x", "web-d"]
    assert ax.words == (
        "Recovery after the outage of docker.io: 2 of 2 pods were Ready again; "
        "time until then: median 30.8 s, longest 40 s."
    )


def test_the_legend_of_recovery_leaves_out_causes_that_nobody_sees(records):
    (row, *_) = recovery(records)
    parts = dict.fromkeys(CAUSES, 0.0) | {"backoff_s": 39.9, "pull_s": 0.05, "start_s": 0.05}
    nearly = row._replace(delay_s=40.0, **parts)
    ax = plots.recovery(table("recovery", [nearly]))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [BACK_OFF]
    seen = nearly._replace(backoff_s=39.0, pull_s=0.95)
    assert len(plots.recovery(table("recovery", [nearly, seen])).get_legend().get_texts()) == 2


def test_rows_that_fit_and_are_too_many_for_names_are_counted():
    first = moved_tag_and_outage().states[0]
    some = Records(end_s=10.0, states=[first._replace(pod=f"web-{number}") for number in range(60)])
    ax = draw("states", some)
    assert names(ax) == []
    assert ax.get_ylabel() == "60 containers, a row each"


def test_the_bars_of_many_rows_are_one_path_of_each_look():
    first = moved_tag_and_outage().states[0]
    rows = [first._replace(pod=f"web-{n}", started_s=0.0 + n, ended_s=50.0 + n) for n in range(60)]
    many = Records(end_s=100.0, states=rows)
    (bars,) = draw("states", many, end_s=200.0).patches
    assert bars.get_label() == "ContainerCreating"
    corners = bars.get_path().vertices.reshape(60, 5, 2)
    assert [(c[0][0], c[2][0], c[0][1], c[2][1]) for c in corners.tolist()] == [
        (n, 50.0 + n, n - 0.5, n + 0.5) for n in range(60)
    ]


def test_the_markers_of_many_rows_have_the_colour_of_how_the_pulls_ended():
    first = moved_tag_and_outage().pulls[0]
    many = Records(pulls=[first._replace(pod=f"web-{number}") for number in range(60)])
    (marks,) = draw("pulls_over_time", many, end_s=700.0).lines
    assert marks.get_markeredgecolor() == marks.get_markerfacecolor() == BLUE
    (few,) = draw("pulls_over_time", Records(pulls=[first]), end_s=700.0).lines
    assert few.get_markeredgecolor() == BLACK


def test_many_pods_that_never_came_back_are_said_once():
    row = recovery(moved_tag_and_outage())[1]
    ax = plots.recovery(table("recovery", [row._replace(pod=f"web-{number}") for number in range(50)]))
    assert [text.get_text() for text in ax.texts] == ["50 pods: not Ready before the end of the run"]


def test_a_back_off_is_over_with_the_next_pull_of_its_container(records):
    pulls = table("pulls", records.pulls)
    backing_off = pulls[pulls.backoff_until_s.notna()].iloc[-1]
    again = backing_off.ended_s + 5
    here = backing_off.to_dict() | {"queued_s": again, "started_s": again, "ended_s": again, "backoff_until_s": None}
    more = pd.concat([pulls, pd.DataFrame([{**here, "outcome": "AlreadyPresent"}])], ignore_index=True)
    ends = [right for left, right, _ in boxes(plots.pulls_over_time(more, end_s=700.0), BACK_OFF)]
    assert again in ends


def test_pulls_have_the_order_in_which_pods_were_created(records):
    pulls, later = table("pulls", records.pulls), {"web-a": 9.0}
    rows = [("shop", pod, later.get(pod, 0.0), None) for pod in ("web-e", "web-d", "web-c", "web-b", "web-a")]
    pods = pd.DataFrame(rows, columns=["namespace", "pod", "created_s", "deleted_s"])
    assert names(plots.pulls_over_time(pulls, pods=pods)) == ["web-b", "web-c", "web-d", "web-e", "web-a"]


def test_markers_that_would_cover_each_other_are_small():
    first = moved_tag_and_outage().pulls[0]
    rows = [first._replace(queued_s=n, started_s=n, ended_s=n) for n in range(60)]
    (marks,) = plots.pulls_over_time(table("pulls", rows), end_s=60.0).lines
    assert marks.get_markersize() < 6


def test_a_row_says_where_it_is_where_that_tells_it_from_others(records):
    states = table("states", records.states)
    states["node"] = [f"workers-{ord(pod[-1]) - ord('a')}" for pod in states.pod]
    assert names(plots.states(states, end_s=700.0))[0] == "web-a"
    states.loc[states.pod == "web-a", "namespace"] = "dev"
    states.loc[states.pod == "web-b", "node"] = "spot-0"
    ax = plots.states(states, end_s=700.0)
    assert names(ax)[:2] == ["web-a\nin dev on workers-0", "web-b\nin shop on spot-0"]


def test_a_pod_that_was_deleted_before_it_was_ready_says_so(records):
    pods = pd.DataFrame([("shop", "web-e", 0.0, 650.0)], columns=["namespace", "pod", "created_s", "deleted_s"])
    ax = plots.recovery(table("recovery", recovery(records)), pods=pods)
    assert "deleted before it was Ready" in [text.get_text() for text in ax.texts]


def test_where_no_pod_was_ready_again_there_is_no_time_to_measure(records):
    never = [row for row in recovery(records) if row.delay_s is None]
    ax = plots.recovery(table("recovery", never))
    assert (ax.get_xlabel(), [tick.get_text() for tick in ax.get_xticklabels()]) == ("", [])


def test_a_roll_out_within_a_second_is_a_step_and_no_peak():
    columns = ["time_s", "namespace", "workload", "container", "image", "digest", "pods"]
    key = "shop", "Deployment/web", "app", "nginx:1.27"
    changes = [(0, OLD, 4), (300, OLD, 4), (300, NEW, 4), (301, OLD, 0), (301, NEW, 4)]
    frame = pd.DataFrame([(time, *key, digest, pods) for time, digest, pods in changes], columns=columns)
    ax = plots.version_mix(frame, end_s=1200.0)
    assert max(tick.get_text() for tick in ax.get_yticklabels()) == "4"
    slow = plots.version_mix(frame.assign(time_s=frame.time_s.replace(301, 400)), end_s=1200.0)
    assert max(tick.get_text() for tick in slow.get_yticklabels()) == "8"


def test_a_long_title_loses_what_all_images_have_and_not_its_beginning():
    columns = ["time_s", "namespace", "workload", "container", "image", "digest", "pods"]
    image = f"registry.example/a-long-repository/shop/web:v1@{OLD}"
    ax = plots.version_mix(pd.DataFrame([(0, "shop", "Deployment/web", "app", image, OLD, 4)], columns=columns))
    assert ax.get_title(loc="left") == "web: versions of web:v1@sha256:a1b2c3…"


def test_words_on_bars_stand_on_a_patch_which_neither_hatch_nor_line_crosses(records):
    ax = draw("states", records, end_s=700.0)
    words = [text for text in ax.texts if text.get_gid() is None]
    assert words
    for text in words:
        patch = text.get_bbox_patch()
        assert patch is not None
        assert patch.get_facecolor()[3] == 1


def test_legends_and_labels_of_causes_take_no_room_from_the_rows(records):
    states = table("states", records.states)
    plain = plots.states(states, end_s=700.0)
    more = states.assign(reason=[f"Reason{row}" if reason else "" for row, reason in enumerate(states.reason)])
    causes = pd.DataFrame([(1.0, 1.0, "push", "web", "push it", "push it")], columns=CauseRecord._fields)
    for ax in (plots.states(more, end_s=700.0), plots.states(states, end_s=700.0, causes=causes)):
        for figure in (plain.figure, ax.figure):
            figure.draw_without_rendering()
        assert ax.bbox.height == pytest.approx(plain.bbox.height, rel=0.1)
        assert ax.figure.bbox.height > plain.figure.bbox.height
