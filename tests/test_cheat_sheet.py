"""docs/cheat-sheet.html says what the rules say: states, policies, waits, keys of logins, commands."""

import html
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from imagesim.cli.app import app
from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.images.image_manager import INITIAL_BACKOFF_S, MAX_BACKOFF_S
from imagesim.rules.pods import kubelet_texts

TEXT = (Path(__file__).parents[1] / "docs" / "cheat-sheet.html").read_text(encoding="utf-8")


def rows(table: str) -> list[list[str]]:
    """The cells of the rows of a table, as HTML."""
    found = re.search(rf'<table id="{table}">(.*?)</table>', TEXT, re.DOTALL)
    assert found is not None
    body = found[1].split("<tbody>")[1]
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("</tr>") if "<td" in row]


def codes(cell: str) -> list[str]:
    return [html.unescape(code) for code in re.findall(r"<code>(.*?)</code>", cell)]


def test_every_state_in_which_an_image_keeps_a_pod_waiting_is_there():
    shown = {codes(row[0])[0] for row in rows("states")}
    texts = [str(value) for name, value in vars(kubelet_texts).items() if name.isupper()]
    of_images = {text for text in texts if re.fullmatch("[A-Za-z]*Image[A-Za-z]*", text)}
    assert of_images >= {"ImagePullBackOff", "InvalidImageName", "ImageInspectError"}
    assert of_images - shown == set()


def test_policies_are_those_of_the_api_server():
    digest = "sha256:" + "5" * 64
    found = rows("policies")
    assert len(found) == 5
    for image, policy in found:
        (name,) = codes(image)
        assert default_pull_policy(name.replace("sha256:DIGEST", digest)) == policy, name


def test_waits_are_those_of_the_kubelet():
    backoff, now, waits = Backoff(INITIAL_BACKOFF_S, MAX_BACKOFF_S), 0.0, []
    for _ in range(7):
        backoff.next("pod", now)
        waits.append(round(backoff.get("pod")))
        now += waits[-1]
    assert rows("back-off")[0][1] == ", ".join(map(str, waits)) + ", ..."


def _pairs(column):
    return [(codes(row[0])[0], image) for row in rows("keys") for image in codes(row[column])]


@pytest.mark.parametrize(
    ("key", "image", "fits"), [(*pair, True) for pair in _pairs(1)] + [(*pair, False) for pair in _pairs(2)]
)
def test_keys_fit_as_the_sheet_says(key, image, fits, tmp_path):
    (tmp_path / "config.json").write_text(f'{{"auths": {{"{key}": {{"auth": "YTpi"}}}}}}')
    done = CliRunner().invoke(app, ["match", str(tmp_path / "config.json"), "--image", image])
    assert done.exit_code == (0 if fits else 1), done.output


def test_it_asks_nothing_of_a_network():
    assert re.findall(r"(?:src|href)=|@import|url\(", TEXT) == []
