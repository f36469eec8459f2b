"""Who brings which login to a pull, drawn."""

import re
from html import unescape

import pytest

from imagesim.labs import login_documents as ways
from imagesim.labs import who_may_pull

_LINE = re.compile(
    r'<path d="M([\d.]+),([\d.]+) L([\d.]+),([\d.]+)" stroke="(#\w+)" stroke-width="3"( stroke-dash[^ ]*)?'
)


def picture(**controls):
    (drawn,) = who_may_pull.LAB.view(controls).pictures
    return drawn


def texts(**controls):
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", picture(**controls))]


def test_pod_and_node_stand_with_what_they_have_and_the_registry_with_its_answers():
    shown = texts(way=ways.NODE_FILE, other=ways.OLD_FIRST)
    assert shown[1:] == [
        "The pod", "Secret other-login, user alice", "key registry.example",
        "Its node", "config.json, user alice", "key registry.example",
        "registry.example", "private (Bearer)",
        "1. Secret other-login", "refuses it", "2. config.json", "hands the image out",
    ]  # fmt: skip


def test_who_has_nothing_is_told_so():
    shown = texts(way=ways.NOWHERE)
    assert "The pod: no Secret" in shown
    assert "Its node: no login" in shown
    assert shown[-2:] == ["1. no login", "refuses it"]
    assert "so the pull is anonymous" in shown


def test_a_login_that_is_not_shown_says_why_in_lines_that_fit():
    shown = texts(server="https://index.docker.io/v1", image="nginx")
    start = next(place for place, line in enumerate(shown) if line.startswith("Not shown"))
    said = " ".join(shown[start : start + 3])
    assert said == (
        "Not shown: 'index.docker.io' has 3 labels and 'docker.io' has 2 labels: the numbers must be equal; /v1/ is "
        "only cut off with its last slash"
    )


@pytest.mark.parametrize(
    ("controls", "dashed"),
    [({}, 0), ({"server": "quay.io"}, 1), ({"way": ways.ACCOUNT, "other": ways.MISSING}, 2)],
)
def test_a_line_is_dashed_where_a_login_stops_before_the_registry(controls, dashed):
    lines = _LINE.findall(picture(**controls))
    stopped = [line for line in lines if line[5] and float(line[2]) < 640]
    assert len(stopped) == dashed
    assert any(float(line[2]) > 640 and not line[5] for line in lines)  # something reaches it in any case


def test_what_the_registry_is_not_asked_any_more_is_told():
    shown = texts(other=ways.GOOD_SECOND)
    assert shown[-4:] == ["1. Secret regcred", "hands the image out", "2. Secret other-login", "is not asked any more"]


def test_words_are_as_large_as_a_room_needs():
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)"', picture(way=ways.ACCOUNT, server="*.x"))}
    assert min(sizes) >= 18


def test_the_picture_says_in_words_what_it_shows():
    words = unescape(re.search('aria-label="([^"]*)"', picture(other=ways.OLD_LONGER))[1])
    assert words == (
        "Logins for registry.example/team/app. Secret regcred, key registry.example: shown as number 2; Secret "
        "other-login, key registry.example/team/app: shown as number 1. The registry, in order: 1. refuses it, "
        "2. hands the image out."
    )
