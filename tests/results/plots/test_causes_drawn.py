"""Causes are drawn where their effect is seen: lines and bands in the picture, labels above it."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from imagesim.results import plots
from imagesim.results.result import simulate
from imagesim.results.stage.run_data import run_data
from imagesim.scenarios.loading import load


@pytest.fixture(scope="module")
def result():
    return simulate(load("moved-tag"))


def drawn(ax):
    return [text.get_text() for text in ax.texts if text.get_gid() == "cause"]


def pictures(result):
    return {
        "version_mix": plots.version_mix(result.version_mix()),
        "version_map": plots.version_map(result.states),
        "states": plots.states(result.states),
        "pulls_over_time": plots.pulls_over_time(result.pulls),
    }


def test_each_picture_over_time_has_the_causes_of_its_run(result):
    for name, ax in pictures(result).items():
        assert sorted(drawn(ax)) == ["push new-build over v1", "restart web, 8.75 min", "scale web to 8"], name
        (lines,) = [artist for artist in ax.collections if artist.get_gid() == "causes"]
        assert [segment[0][0] for segment in lines.get_segments()] == pytest.approx([300, 480, 720, 1245.6], abs=2)
        assert ax.words.endswith(
            " What was done: push new-build over v1 at 5 min, scale web to 8 at 8 min, restart web at 12 min."
        )


def test_labels_are_above_the_picture_and_below_its_title(result):
    for name, ax in pictures(result).items():
        renderer = FigureCanvasAgg(ax.figure).get_renderer()
        ax.figure.draw(renderer)
        boxes = [text.get_window_extent(renderer) for text in ax.texts if text.get_gid() == "cause"]
        title = ax._left_title.get_window_extent(renderer)
        for place, box in enumerate(boxes):
            assert box.y0 >= ax.bbox.y1, name
            assert box.y1 <= title.y0 + 1, name
            assert box.x1 <= ax.figure.bbox.x1, name
            assert not any(box.overlaps(other) for other in boxes[place + 1 :]), name


def test_a_table_of_causes_may_be_given_and_none_is_drawn_without(result):
    some = result.causes[result.causes.event == "push"]
    assert drawn(plots.states(result.states, causes=some)) == ["push new-build over v1"]
    assert drawn(plots.states(result.states, causes=result.causes.iloc[:0])) == []


def test_a_crash_for_good_has_no_end_in_the_table_and_a_band_to_the_end_in_the_picture():
    result = simulate(load("node-crashes"))
    crash = result.causes[result.causes.event == "crashNode"]
    assert crash.ended_s.isna().all()
    assert "workers-0 crashes, for good" in drawn(plots.states(result.states))
    assert "workers-0 crashes, for good" in drawn(plots.states(result.states, causes=crash))
    data = run_data(result)
    assert data["causes"]["ended_s"][-1] is None
    assert data["marks"]["bands"][-1][1] == 1


def test_versions_are_called_by_their_names_and_the_legend_has_the_digest_below(result):
    ax = plots.version_map(result.states)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "old-build\nsha256:530382…",
        "new-build\nsha256:c3f5a8…",
    ]
    assert {text.get_text() for text in ax.texts if not text.get_gid()} - {""} == {"old-build", "new-build"}
