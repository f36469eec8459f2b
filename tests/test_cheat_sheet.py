"""docs/cheat-sheet.html says what the rules and runs say: states, causes, policies, waits, keys of logins, commands."""

import html
import re
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest
from typer.testing import CliRunner

import imagesim
from imagesim.cli.app import app
from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.images.image_manager import INITIAL_BACKOFF_S, MAX_BACKOFF_S
from imagesim.rules.pods import kubelet_texts
from imagesim.rules.versions import KUBERNETES_VERSIONS

TEXT = (Path(__file__).parents[1] / "docs" / "cheat-sheet.html").read_text(encoding="utf-8")


def rows(table: str) -> list[list[str]]:
    """The cells of the rows of a table, as HTML."""
    found = re.search(rf'<table id="{table}">(.*?)</table>', TEXT, re.DOTALL)
    assert found is not None
    body = found[1].split("<tbody>")[1]
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("</tr>") if "<td" in row]


def codes(cell: str) -> list[str]:
    """What the cell has in fixed letters; `<wbr>` is where a long word may be broken."""
    return [html.unescape(code).replace("<wbr>", "") for code in re.findall(r"<code>(.*?)</code>", cell)]


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


def attempts_of_pods_that_always_fail() -> list[list[float]]:
    """For pods that never get their image, the seconds from their first attempt to each."""
    values = {"Timeline/timeline:spec.events[0].outage.for": "50m", "Simulation:spec.duration": "54m"}
    outage = imagesim.load("registry-outage", values=values)
    pulls = [imagesim.simulate(outage, seed=seed).pulls.query("outcome == 'Failed'") for seed in range(1, 13)]
    pods = [rows.queued_s.sort_values() for each in pulls for _, rows in each.groupby("pod")]
    return [(times - times.iloc[0]).tolist() for times in pods]


def test_tries_are_those_of_the_engine():
    """A number of the sheet is a mean; a pod's own may lie some seconds beside it, which the sheet's word is for."""
    head, said = rows("back-off")[1]
    assert head.endswith("about")
    *numbers, every = map(int, re.findall(r"\d+", said))
    pods = attempts_of_pods_that_always_fail()
    assert len(pods) >= 36
    for place, number in enumerate(numbers):
        assert mean(times[place] for times in pods) == pytest.approx(number, abs=2), place
    gaps = [later - one for times in pods for one, later in pairwise(times[6:])]
    assert mean(gaps) == pytest.approx(every, abs=1)


WHERE_IT_IS_SAID = {
    "not found": ("mistyped-tag", {}),
    "no match for platform in manifest": ("many-architectures", {}),
    "no basic auth credentials": ("private-pull-secret", {"Registry/registry.example:spec.auth": "basic"}),
    "401 Unauthorized": ("credential-merge", {}),
    "insufficient_scope": ("tenants", {"Simulation:spec.admission": ["AlwaysPullImages"]}),
    "403 Forbidden": ("restricted-images", {"Simulation:spec.kubernetesVersion": "1.36"}),
    "429 Too Many Requests": ("docker-hub-limit", {}),
    "pull QPS exceeded": ("pull-qps", {}),
    "connection refused": ("registry-outage", {}),
    "HTTP response to HTTPS client": ("moved-tag", {"Registry/registry.example:spec.tls": False}),
    "FailedToRetrieveImagePullSecret": ("private-pull-secret", {}),
}


def test_every_cause_is_what_a_run_says():
    causes = {code for row in rows("causes") for cell in row[::2] for code in codes(cell) if len(code) > 1}
    assert causes == set(WHERE_IT_IS_SAID)


@pytest.mark.parametrize(("cause", "scenario", "values"), [(cause, *run) for cause, run in WHERE_IT_IS_SAID.items()])
def test_a_run_says_the_cause(cause, scenario, values):
    events = imagesim.simulate(imagesim.load(scenario, values=values)).events
    assert (events.reason + ": " + events.message).str.contains(cause, regex=False).any()


def test_several_logins_are_answered_in_brackets():
    events = imagesim.simulate(imagesim.load("credential-merge")).events
    assert events.message.str.contains(r"Failed to pull image .*: \[failed.*, failed.*\]", regex=True).any()


def test_versions_are_all_that_there_are():
    assert f"Kubernetes {KUBERNETES_VERSIONS[0]} to {KUBERNETES_VERSIONS[-1]}" in TEXT


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
