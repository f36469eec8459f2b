"""Every command under a fake terminal with names that would move it: no character of theirs comes out as it is."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from imagesim.cli import app, progress
from imagesim.rules.shown import gate
from imagesim.rules.shown.characters import on_its_lines
from tests.cli.fake_terminal import Seen, on_a_terminal

HOSTILE = "a\x1b[2J\x1b]0;pwned\x07\nError: forged\r\t\x9b2J\u202eb\u2066c\u200b\u200d\ufeff\u2028d"
USER = HOSTILE.replace(":", "")  # a user's name has no colon
FORGED = "\nError: forged"
WORLD = {
    "apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": HOSTILE},
    "spec": {"title": HOSTILE, "question": HOSTILE, "assumptions": [HOSTILE], "notModelled": [HOSTILE],
             "duration": "5m"},
}  # fmt: skip
REGISTRY = {
    "apiVersion": "imagesim/v1", "kind": "Registry", "metadata": {"name": "r.example"},
    "spec": {
        "auth": "basic", "users": [{"name": USER}], "access": [{"repository": f"*{HOSTILE}", "users": [USER]}],
        "faults": [{"status": 500, "message": HOSTILE}],
    },
}  # fmt: skip
POOL = {
    "apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "w"}, "spec": {"count": 1},
}  # fmt: skip
OTHER = {"apiVersion": HOSTILE, "kind": HOSTILE, "metadata": {"name": HOSTILE, "namespace": HOSTILE}}


def pod(name: str, image: str) -> dict[str, object]:
    spec = {"containers": [{"name": "a", "image": image}], "imagePullSecrets": [{"name": HOSTILE}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder and files with hostile names, full of hostile names."""
    folder = tmp_path_factory.mktemp("hostile") / HOSTILE.replace("/", "")
    folder.mkdir()
    documents = (WORLD, REGISTRY, POOL, OTHER, pod("p", "r.example/app:v1"), pod("q", f"nginx{HOSTILE}"))
    for number, document in enumerate(documents):
        (folder / f"{number}{HOSTILE}.json").write_text(json.dumps(document))
    config = {"auths": {f"r.example/{HOSTILE}": {"username": HOSTILE, "password": HOSTILE}}, "credsStore": HOSTILE}
    (folder / "config.json.txt").write_text(json.dumps(config))
    (folder / "wrong.txt").write_text(json.dumps({**pod("p", "nginx"), "spec": {"containerz": [], HOSTILE: []}}))
    return folder


def forging(seen: Seen) -> list[str]:
    """The characters of *seen* that a terminal obeys or nobody sees, but for line feeds."""
    return [each for each in seen.text if each != "\n" and unicodedata.category(each) in {"Cc", "Cf", "Zl", "Zp", "Cs"}]


COMMANDS = {
    "run": ["run", "{folder}"],
    "run --all-events": ["run", "{folder}", "--all-events"],
    "run --json": ["run", "{folder}", "--json"],
    "run --expect": ["run", "{folder}", "--expect", f"not{HOSTILE[:1]}ready == 0"],
    "run --out": ["run", "{folder}", "--out", "{folder}/out"],
    "run --set": ["run", "{folder}", "--set", f"Simulation:spec.title={HOSTILE}"],
    "check": ["check", "{folder}"],
    "check a mistake": ["check", "{folder}/wrong.txt"],
    "check nothing": ["check", f"{{folder}}/{HOSTILE}"],
    "explain": ["explain", "{folder}", "--pod", "q"],
    "explain another": ["explain", "{folder}", "--pod", "p"],
    "explain nobody": ["explain", "{folder}", "--pod", HOSTILE],
    "describe pod": ["describe", "pod", "q", "{folder}"],
    "describe pod another": ["describe", "pod", "p", "{folder}"],
    "match": ["match", "{folder}/config.json.txt", "--image", f"r.example/{HOSTILE}", "--image", "r.example/app"],
    "inventory": ["inventory", "{folder}", "-o", "wide"],
    "init": ["init", "{folder}", "--out", "{folder}/first-look"],
    "init --out": ["init", "{folder}", "--out", f"{{folder}}/{HOSTILE}"],
    "inventory --output": ["inventory", "{folder}", "-o", HOSTILE],
    "advise": ["advise", "{folder}", "--all"],
    "advise --format": ["advise", "{folder}", "--format", "github"],
    "advise --if-gone": ["advise", "{folder}", "--if-gone", "registries", "--runs", "1"],
    "advise --if-gone of nothing": ["advise", "{folder}", "--if-gone", f"node={HOSTILE}"],
    "advise --ignore": ["advise", "{folder}", "--ignore", HOSTILE],
    "advise --namespace": ["advise", "{folder}", "-n", HOSTILE],
    "replay": ["replay", "{folder}/wrong.txt"],
    "calibrate": ["calibrate", "{folder}/wrong.txt"],
    "sweep": ["sweep", "{folder}", "--vary", HOSTILE, "--runs", "2", "--out", "{folder}/sweep"],
    "compare": ["compare", "{folder}/wrong.txt", "{folder}", "--runs", "2"],
    "image parse": ["image", "parse", HOSTILE],
    "image add": ["image", "add", HOSTILE],
    "image import": ["image", "import", f"{{folder}}/{HOSTILE}"],
    "secret docker-registry": ["secret", "docker-registry", "s", f"--docker-username={HOSTILE}",
                               f"--docker-password={HOSTILE}", f"--docker-server={HOSTILE}"],
    "secret docker-registry of a name": ["secret", "docker-registry", HOSTILE],
    "secret import": ["secret", "import", "{folder}/config.json.txt", "s"],
    "schema": ["schema", HOSTILE],
    "scenarios": ["scenarios"],
    "versions": ["versions"],
    "lab": ["lab", "{folder}/wrong.txt"],
    "lab in a folder": ["lab", "{folder}/lessons"],
    "kubectl get": ["kubectl", "get", "all", "-A", "--show-labels", "{folder}"],
    "kubectl get of the other outputs": ["kubectl", "get", "pods,events", "-o", "yaml", "{folder}"],
    "kubectl get of columns": ["kubectl", "get", "pods", "-o", f"custom-columns={HOSTILE}:.metadata.name", "{folder}"],
    "kubectl get of a kind": ["kubectl", "get", HOSTILE, "{folder}"],
    "kubectl get of a name": ["kubectl", "get", "pods", HOSTILE, "{folder}"],
    "kubectl get of a format": ["kubectl", "get", "pods", "-o", HOSTILE, "{folder}"],
    "kubectl get of a template": ["kubectl", "get", "pods", "-o", f"jsonpath={{{HOSTILE}", "{folder}"],
    "kubectl get of a selector": ["kubectl", "get", "pods", "-l", f"a={HOSTILE}=b", "{folder}"],
    "kubectl describe": ["kubectl", "describe", "pods", "-A", "{folder}"],
    "kubectl describe of a name": ["kubectl", "describe", "pods", HOSTILE, "{folder}"],
    "kubectl describe of the others": ["kubectl", "describe", "nodes,sa", "-A", "{folder}"],
    "kubectl events": ["kubectl", "events", "-A", "{folder}"],
    "kubectl events of an object": ["kubectl", "events", "--for", f"pod/{HOSTILE}", "{folder}"],
    "kubectl events of a type": ["kubectl", "events", "--types", HOSTILE, "{folder}"],
    "kubectl get with a flag": ["kubectl", "get", f"--{HOSTILE}", "{folder}"],
    "no command": [HOSTILE],
    "no option": ["run", f"--{HOSTILE}"],
    "no number": ["run", "moved-tag", "--seed", HOSTILE],
    "too much": ["schema", "Image", HOSTILE],
}  # fmt: skip


GOOD = {
    "run", "run --all-events", "run --json", "run --out", "check", "explain", "explain another",
    "describe pod", "describe pod another", "kubectl get", "kubectl get of the other outputs",
    "kubectl describe", "kubectl describe of the others", "kubectl events", "kubectl events of an object",
    "secret docker-registry", "secret import", "scenarios", "versions", "replay", "inventory", "init", "init --out",
}  # fmt: skip
"""Those that answer; all others are mistakes, or the answer is no."""


@pytest.mark.parametrize("name", COMMANDS)
def test_no_control_character_reaches_the_terminal(name: str, hostile: Path) -> None:
    seen = on_a_terminal(*(word.replace("{folder}", str(hostile)) for word in COMMANDS[name]))
    assert seen.text
    assert forging(seen) == []
    assert FORGED not in seen.text
    assert seen.exit_code != 70
    assert (seen.exit_code == 0) is (name in GOOD)
    if seen.exit_code == 2:
        assert seen.text.count("\n") <= 20


def test_every_command_is_tried() -> None:
    tried = {name.split(" --")[0] for name in COMMANDS}
    groups = {
        "describe": ["pod"],
        "kubectl": ["get", "describe", "events"],
        "image": ["parse", "add", "import"],
        "secret": ["docker-registry", "import"],
    }
    for command in _commands():
        for one in [f"{command} {sub}" for sub in groups.get(command, ())] or [command]:
            assert one in tried, one


def _commands() -> Iterator[str]:
    for command in app.app.registered_commands:
        yield str(getattr(command.callback, "__name__", ""))
    for group in app.app.registered_groups:
        yield str(group.name)


_OF_THE_BAR = re.compile(r"\x1b\[(?:\?25[lh]|\d*[AK]|[0-9;]*m)|\r")
"""What the progress bar sends: hide and show the cursor, up, erase the line, colours, the beginning of the line."""


def test_beside_the_progress_bar_no_control_character_comes_out(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE_S", 0.0)
    seen = on_a_terminal("run", hostile)
    assert "\x1b[?25l" in seen.text
    assert forging(seen._replace(text=_OF_THE_BAR.sub("", seen.text))) == []


def test_files_of_a_run_that_people_look_at_move_no_terminal(hostile: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert on_a_terminal("run", hostile, "--out", out).exit_code == 0
    for name in ("scenario.yaml", "summary.json"):
        text = (out / name).read_text()
        assert on_its_lines(text) == text
    assert json.loads((out / "summary.json").read_text())["assumptions"][0] == HOSTILE


def test_without_the_gate_they_come_out(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("on_one_line", "on_its_lines"):
        monkeypatch.setattr(gate, name, lambda text: text)
    seen = on_a_terminal("check", hostile)
    assert {"\x1b", "\u202e", "\x07"} <= set(forging(seen))
    assert FORGED in seen.text
