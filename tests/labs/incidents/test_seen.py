"""Every incident can be told from every other by what kubectl prints, and by nothing else."""

import base64
import re

import pytest

from imagesim.labs.incidents.causes import CAUSES
from imagesim.labs.incidents.drawing import drawn
from tests.labs.incidents.days import SEEDS, seed_of, seen, untouched


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sign_of_the_cause_was_to_be_seen_and_no_other_one(seed: int):
    shown = [key for key, cause in CAUSES.items() if cause.sign(seen(seed)) is not None]
    assert shown == [drawn(seed).cause]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sign_stands_in_what_kubectl_prints(seed: int):
    sight = CAUSES[drawn(seed).cause].sign(seen(seed))
    assert sight is not None
    reason, _, message = sight.text.partition(": ")
    rows = [line for line in untouched(seed).kubectl("events -A").splitlines() if sight.object in line]
    assert any(reason in row and message.splitlines()[0][:100] in row for row in rows)


WORDS = [
    ("tag", "events --types Warning", r"failed to resolve image: \S+: not found"),
    ("repository", "events --types Warning", r"failed to resolve image: \S+:v2: not found"),
    ("login", "events --types Warning", "401 Unauthorized"),
    ("namespace", "events --types Warning", r"FailedToRetrieveImagePullSecret .* \(regcred\)"),
    ("namespace", "get secrets -A", r"(default|ci|tools) +regcred"),
    ("key", "events --types Warning", "no basic auth credentials"),
    ("key", "get secrets", r"^regcred"),
    ("architecture", "events --types Warning", "no match for platform in manifest"),
    ("architecture", "get nodes -L kubernetes.io/arch", r"amd64\n(.*\n)*.*arm64|arm64\n(.*\n)*.*amd64"),
    ("limit", "events --types Warning", "429 Too Many Requests"),
    ("disk", "describe nodes", r"DiskPressure +True"),
    ("disk", "events --types Warning", "Evicted"),
    ("down", "events --types Warning", "connection refused|i/o timeout"),
    ("cache", "events", "Successfully pulled image .*:stable"),
    ("kept", "events", ":stable. already present on machine"),
    ("qps", "events --types Warning", "pull QPS exceeded"),
    ("never", "get pods", "ErrImageNeverPull"),
    ("never", "events -A --types Warning", "FreeDiskSpaceFailed"),
]


@pytest.mark.parametrize(("cause", "line", "words"), WORDS)
def test_kubectl_has_the_words(cause: str, line: str, words: str):
    for seed in SEEDS:
        if drawn(seed).cause == cause:
            assert re.search(words, untouched(seed).kubectl(line), re.MULTILINE)


@pytest.mark.parametrize("cause", ["tag", "repository"])
def test_the_mistyped_name_and_the_good_one_stand_below_each_other(cause: str):
    day, scene = untouched(seed_of(cause)), drawn(seed_of(cause)).scene
    column = f"-o jsonpath='{{.items[*].spec.template.spec.containers[0].image}}' -l app={scene.app}"
    names = set(day.kubectl(f"get rs {column}").split())
    assert len(names) == 2
    assert scene.name("v1") in names
    assert ({name.rpartition(":")[0] for name in names} == {scene.name("v1")[:-3]}) == (cause == "tag")


def test_the_key_that_fits_nothing_can_be_read_in_the_secret():
    day, scene = untouched(seed_of("key")), drawn(seed_of("key")).scene
    written = base64.b64decode(day.kubectl(r"get secret regcred -o jsonpath='{.data.\.dockerconfigjson}'")).decode()
    (key,) = re.findall(r'"auths": ?{"([^"]+)"', written)
    assert key != scene.host
    assert scene.host in key


@pytest.mark.parametrize(("cause", "policy"), [("cache", "Always"), ("kept", "IfNotPresent"), ("never", "Never")])
def test_the_policy_stands_in_the_template(cause: str, policy: str):
    day, scene = untouched(seed_of(cause)), drawn(seed_of(cause)).scene
    path = "{.spec.template.spec.containers[0].imagePullPolicy}"
    assert day.kubectl(f"get deploy {scene.app} -o jsonpath='{path}'") == policy


@pytest.mark.parametrize("cause", ["cache", "kept"])
def test_the_old_build_can_be_told_from_the_new_one_by_its_digest(cause: str):
    day, scene = untouched(seed_of(cause)), drawn(seed_of(cause)).scene
    path = "{.items[*].status.containerStatuses[0].imageID}"
    running = day.kubectl(f"get pods -l app={scene.app} -o jsonpath='{path}'")
    assert "@sha256:" in running
    assert scene.newest not in running
    assert scene.newest in repr(day)
