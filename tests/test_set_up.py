"""What sets things up: venv.sh says in words what a machine lacks; Binder's postBuild; the workflow of the forge."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
VENV = ROOT / "requirements" / "venv.sh"


def _venv(folder, **environment):
    return subprocess.run(
        ["sh", VENV], cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )


def test_a_machine_without_a_new_enough_python_is_told_so(tmp_path):
    done = _venv(tmp_path, PYTHON="no-such-python")
    assert done.returncode == 1
    assert "imagesim needs Python 3.11 or newer; found none of: no-such-python" in done.stderr
    assert "apt install python3 python3-venv" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_python_without_ensurepip_is_told_which_package_to_install(tmp_path):
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    done = _venv(tmp_path, PYTHON=sys.executable, PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert f"apt install python3.{sys.version_info.minor}-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_binder_lays_out_lessons_without_their_answers(tmp_path):
    (tmp_path / "imagesim").mkdir()  # what is there is compiled; that takes long, and is tried elsewhere
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [ROOT / "postBuild"],
        cwd=tmp_path,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    start = json.loads((tmp_path / "my-lessons" / "00-start.ipynb").read_text(encoding="utf-8"))
    assert not any(cell.get("outputs") for cell in start["cells"])
    (address,) = re.findall(r"`(https://mybinder[^`]*)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert (tmp_path / address.partition("urlpath=lab/tree/")[2]).is_file()


WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


def test_every_action_of_the_workflow_is_pinned_by_the_hash_of_its_commit():
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert [name for name in used if re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name) is None] == []


def test_no_job_of_the_workflow_may_write_but_those_that_publish():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    rights = {name: job["permissions"] for name, job in WORKFLOW["jobs"].items() if "permissions" in job}
    assert rights == {"pages": {"pages": "write", "id-token": "write"}, "publish": {"id-token": "write"}}
    for name in rights:
        assert not [step for step in WORKFLOW["jobs"][name]["steps"] if "run" in step]


def test_nothing_is_published_before_it_is_checked():
    needs = {name: job.get("needs", "") for name, job in WORKFLOW["jobs"].items()}
    assert needs == {"check": "", "site": "check", "pages": "site", "wheel": "check", "publish": "wheel"}
    run = [step["run"] for step in STEPS if "run" in step]
    assert {".ci/run", "make site", "make dist"} <= set(run)


def test_what_a_pull_request_says_is_put_into_no_command():
    assert not [step["run"] for step in STEPS if "${{" in step.get("run", "")]
