"""All pictures of a run with many causes are drawn, and laid out on a sheet; no two labels are on one place."""

import io
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

import imagesim
from imagesim.results import plots
from imagesim.results.gallery import gallery
from imagesim.results.measures.recovery import RecoveryRow
from imagesim.results.plots import png, words_of
from imagesim.results.tables import table
from tests.pictures.__main__ import main
from tests.pictures.sheet import sheet
from tests.pictures.texts import faults
from tests.pictures.worlds import eventful


@pytest.fixture(scope="module", params=[12, 200])
def drawn(request):
    """Each picture of a run, and the Axes on which it is drawn."""
    return [(picture, picture.draw()) for picture in gallery(imagesim.simulate(eventful(request.param)))]


def test_every_picture_shows_something_and_says_what(drawn):
    assert len({picture.name for picture, _ in drawn}) == len(drawn)
    for picture, ax in drawn:
        assert picture.is_empty == (picture.name == "budget"), picture.name  # its registry has no limit
        assert words_of(ax), picture.name


def test_labels_of_causes_lie_above_each_picture_and_apart(drawn):
    for picture, ax in drawn:
        if picture.name == "recovery" or picture.is_empty:  # the time of a recovery is not that of the run
            continue
        renderer = FigureCanvasAgg(ax.figure).get_renderer()
        ax.figure.draw(renderer)
        labels = [text.get_window_extent(renderer) for text in ax.texts if text.get_gid() == "cause"]
        assert labels, picture.name
        assert all(label.y0 >= ax.bbox.y1 - 1 and label.x1 <= ax.figure.bbox.x1 for label in labels), picture.name
        assert not any(one.overlaps(other) for one, other in combinations(labels, 2)), picture.name


def test_no_text_leaves_its_picture_or_lies_on_another_one(drawn):
    assert {picture.name: faults(ax) for picture, ax in drawn} == {picture.name: [] for picture, _ in drawn}


@pytest.mark.parametrize("name", ["kubelet-restarted", "disk-fills"])
def test_no_text_of_a_shipped_scenario_lies_on_another_one(name):
    told = {picture.name: faults(picture.draw()) for picture in gallery(imagesim.simulate(imagesim.load(name)))}
    assert told == {picture: [] for picture in told}


@pytest.mark.parametrize("never", [1, 5, 300])
def test_pods_among_very_many_that_never_came_back_are_told_within_the_picture(never):
    def row(number, delay_s):
        parts = (delay_s, *(None if delay_s is None else 0.0 for _ in range(7)))
        return RecoveryRow("shop", f"web-{number}", "outage", 0.0, delay_s, delay_s, *parts, "web", "n-0", "failing")

    rows = [row(number, None if number < never else 1.0 + number) for number in range(600)]
    assert faults(plots.recovery(table("recovery", rows))) == []


def test_texts_on_each_other_and_outside_are_found():
    ax = Figure().add_subplot()
    for x, text in ((0.5, "one"), (0.51, "two"), (1.3, "out")):
        ax.text(x, 0.5, text)
    assert faults(ax) == ["'out' leaves the figure", "'one' lies on 'two'"]


def test_texts_can_be_read_on_a_projector(drawn):
    for picture, ax in drawn:
        texts = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label]
        legend = ax.get_legend()
        texts += [] if legend is None else legend.get_texts()
        assert min(text.get_fontsize() for text in texts if text.get_text()) >= 11, picture.name


def test_what_is_mixed_is_said_where_no_line_of_a_cause_crosses_it(drawn):
    _, ax = drawn[0]
    renderer = FigureCanvasAgg(ax.figure).get_renderer()
    ax.figure.draw(renderer)
    (said,) = [text for text in ax.texts if text.get_gid() == "mixed"]
    (lines,) = [artist for artist in ax.collections if artist.get_gid() == "causes"]
    box = said.get_window_extent(renderer)
    crossed = [ax.transData.transform((segment[0][0], 0))[0] for segment in lines.get_segments()]
    assert not any(box.x0 < x < box.x1 for x in crossed)


def test_the_map_of_versions_agrees_with_their_mix_where_a_node_crashes():
    result = imagesim.simulate(imagesim.load("node-crashes"))
    mix = result.version_mix()
    drawn = next(picture for picture in gallery(result) if picture.name == "version_map").draw()
    boxes = [
        path.get_extents()
        for artist in drawn.collections
        for path in artist.get_paths()
        if artist.get_hatch() is not None
    ]
    for time_s, rows in mix.groupby("time_s"):
        assert sum(box.x0 <= time_s < box.x1 for box in boxes) == rows.pods.sum()


def test_a_sheet_holds_pictures_beside_and_below_each_other(drawn):
    data = sheet([png(ax) for _, ax in drawn[:4]])
    image = Image.open(io.BytesIO(data))
    assert image.width == 2700
    assert image.height > 800


def test_only_what_is_asked_for_is_drawn(tmp_path, capsys):
    main([str(tmp_path), "--only", "12"])
    assert [file.name for file in tmp_path.iterdir()] == ["eventful-12.png"]
    printed = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in printed[:3]] == [
        "eventful-12 simulated",
        "eventful-12 tables and measures",
        "eventful-12 version_mix",
    ]


def test_what_there_is_not_is_a_mistake_in_one_line(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path), "--only", "13"])
    assert "invalid choice: '13'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_largest_world_is_drawn_only_when_it_is_asked_for(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr("tests.pictures.__main__._draw", lambda name, out: drawn.append(name))
    main([str(tmp_path)])
    assert "500" in drawn
    assert "150000" not in drawn
    main([str(tmp_path), "--only", "150000"])
    assert drawn[-1] == "150000"
