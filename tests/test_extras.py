"""Without an extra everything that can work does, and what cannot says in one line which extra to install.

The command line runs in an installation of the wheel's own dependencies: one process, every command.
"""

import json
import re
import shlex
import sys
import tomllib
from typing import NamedTuple

import pytest
import typer

from imagesim.cli.app import app
from imagesim.extras import LAB, MODULES, REGISTRY, STUDIES, MissingExtraError, missing, needing, require
from imagesim.results.expectations import MEASURES
from imagesim.scenarios.importers.docker_login import find_login
from imagesim.version import DISTRIBUTION, __version__
from tests.core_only import CORE, ROOT, WHEEL, lay_out, python, requirements

TO_DO = {extra: f'install it with: pip install "imagesim-k8s[{extra}]"' for extra in (LAB, REGISTRY, STUDIES)}
WITHOUT_PICTURES = f"Note: there are no pictures: they need pandas and matplotlib; {TO_DO[LAB]}\n"

LINES: dict[str, tuple[int, str]] = {
    "run moved-tag": (0, ""),
    "run registry-outage --json": (0, ""),
    "run moved-tag --show-timeline --all-events": (0, ""),
    "run moved-tag --out run": (0, WITHOUT_PICTURES),
    "run moved-tag --expect help": (0, ""),
    "check moved-tag": (0, ""),
    "scenarios": (0, ""),
    "scenarios --json": (0, ""),
    "describe pod web- mistyped-tag": (0, ""),
    "kubectl get pods,deploy,rs,nodes moved-tag -o wide": (0, ""),
    "kubectl get pods moved-tag -o yaml": (0, ""),
    "kubectl describe deploy moved-tag": (0, ""),
    "kubectl events moved-tag": (0, ""),
    "explain mistyped-tag --pod web-": (0, ""),
    "replay described.txt": (0, ""),
    "image parse nginx": (0, ""),
    "image add nginx": (
        2,
        f"Error: questions to registries need requests, which is not installed; {TO_DO[REGISTRY]}\n",
    ),
    "image import index.json": (2, "Error: index.json: "),
    "sweep moved-tag --vary NodePool/workers:spec.count=3,4 --runs 2": (
        2,
        f"Error: studies of many runs need pandas, which is not installed; {TO_DO[STUDIES]}\n",
    ),
    "compare moved-tag digest-pinned --runs 2": (
        2,
        f"Error: studies of many runs need pandas, which is not installed; {TO_DO[STUDIES]}\n",
    ),
    "match config.json --image registry.example/web:v1": (0, ""),
    "inventory moved-tag": (0, ""),
    "init moved-tag --out first-look": (0, ""),
    "advise moved-tag": (1, ""),
    "advise moved-tag --format sarif": (1, ""),
    "advise moved-tag --if-gone registries --runs 1": (1, ""),
    "advise moved-tag --ask-registries": (
        2,
        f"Error: questions to registries need requests, which is not installed; {TO_DO[REGISTRY]}\n",
    ),
    "secret docker-registry s --docker-server=r.example --docker-username=u --docker-password=p": (0, ""),
    "secret import config.json s": (0, ""),
    "calibrate events.json": (2, f"Error: calibrations need pandas, which is not installed; {TO_DO[STUDIES]}\n"),
    "schema": (0, ""),
    "versions": (0, ""),
    "lab": (2, f"Error: lessons need jupyterlab, which is not installed; {TO_DO[LAB]}\n"),
    "lab --reset": (2, f"Error: lessons need jupyterlab, which is not installed; {TO_DO[LAB]}\n"),
    "lab --check --no-browser": (1, ""),
}
"""What is typed, its exit code, and how standard error begins; "" says that nothing stands there."""

DESCRIBED = """\
Events:
  Type    Reason   Age                From     Message
  ----    ------   ----               ----     -------
  Normal  Pulling  8s (x2 over 25s)   kubelet  Pulling image "nginx:1.99"
  Normal  BackOff  23s                kubelet  Back-off pulling image "nginx:1.99"
"""

_RUN = """
import contextlib, io, json, sys
from imagesim.cli.app import app
said = {}
for line, words in json.load(sys.stdin_lines).items():
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app(words, prog_name="imagesim")
        except SystemExit as end:
            code = end.code
        except BaseException as failure:
            code = repr(failure)
    said[line] = [code or 0, out.getvalue(), err.getvalue()]
print(json.dumps(said))
""".replace("sys.stdin_lines", "open('lines.json')")


class Said(NamedTuple):
    """What came of one command."""

    code: int | str
    out: str
    err: str


@pytest.fixture(scope="module")
def core(tmp_path_factory):
    """simpy, pydantic and pyyaml."""
    return lay_out(tmp_path_factory.mktemp("core"), CORE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """What the wheel needs."""
    return lay_out(tmp_path_factory.mktemp("wheel"), WHEEL)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Where the commands are run, and leave their files."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "config.json").write_text('{"auths": {"registry.example": {"auth": "dTpw"}}}')
    (folder / "index.json").write_text("{}")
    (folder / "described.txt").write_text(DESCRIBED)
    (folder / "lines.json").write_text(json.dumps({line: shlex.split(line) for line in LINES}))
    return folder


@pytest.fixture(scope="module")
def said(wheel, place):
    """What each of LINES said where nothing but the wheel's own dependencies is installed."""
    done = python(wheel, "-c", _RUN, cwd=place, HOME=str(place))
    assert done.returncode == 0, done.stderr
    return {line: Said(*each) for line, each in json.loads(done.stdout).items()}


def _commands(group: object, before: str = "") -> set[str]:
    found: set[str] = set()
    for name, command in getattr(group, "commands", {}).items():
        found |= _commands(command, f"{before}{name} ") or {f"{before}{name}"}
    return found


def test_no_command_is_forgotten():
    commands = _commands(typer.main.get_command(app))
    assert commands == {name for name in commands for line in LINES if f"{line} ".startswith(f"{name} ")}


@pytest.mark.parametrize("line", LINES)
def test_a_command_works_or_says_which_extra_to_install(said, line):
    code, begins = LINES[line]
    assert said[line].code == code, said[line]
    assert said[line].err.startswith(begins)
    assert bool(said[line].err) is bool(begins)
    assert "Traceback" not in said[line].err + said[line].out
    assert said[line].out if code == 0 else True


def test_what_is_said_of_an_extra_is_one_line(said):
    for line in ("image add nginx", "lab", "calibrate events.json"):
        assert said[line].err.count("\n") == 1
        assert not said[line].out


def test_a_check_of_the_machine_says_what_is_missing(said):
    lines = said["lab --check --no-browser"].out.splitlines()
    (to_do,) = [each for each in lines if each.startswith("TO DO")]
    assert re.fullmatch(rf"TO DO packages +{', '.join(MODULES[LAB])}: not installed; {re.escape(TO_DO[LAB])}", to_do)
    assert lines[-1] == "1 thing to do before this machine is ready."


def test_no_lessons_are_copied_for_a_course_that_cannot_start(said, place):
    assert not (place / "my-lessons").exists()


def test_a_run_as_files_lacks_its_pictures_alone(said, place):
    run = place / "run"
    assert sorted(path.name for path in run.iterdir()) == [
        "pictures", "run.html", "scenario.yaml", "summary.json", "tables",
    ]  # fmt: skip
    index = (run / "pictures" / "index.md").read_text()
    lacking = f"pictures need matplotlib, which is not installed; {TO_DO[LAB]}"
    assert index == f"# Pictures of moved-tag\n\nNone is drawn: {lacking}\n"
    assert (run / "tables" / "pulls.csv").read_text().startswith("pull_id,node,")


_CALLS = """
import imagesim
from imagesim.extras import MissingExtraError
from imagesim.labs import moved_tag
from imagesim.labs.questions import ask, number
from imagesim.results.expectations import MEASURES, parse_expectation
from imagesim.results.result import Result
result = imagesim.simulate(imagesim.load("moved-tag"))
limit = dict(time="1h", size="1Gi", count="1000")
for name, measure in MEASURES.items():
    print(parse_expectation(f"{name} <= {limit[measure.unit]}").of(result.records))
tables = [name for name, each in vars(Result).items() if "pd.DataFrame" in str(
    getattr(getattr(each, "func", each), "__annotations__", {}).get("return"))]
def table(name):
    found = getattr(result, name)
    return found() if callable(found) else found
calls = {name: (lambda name=name: table(name)) for name in tables if name != "_table"}
calls["plots"] = lambda: imagesim.plots
calls["lab"] = moved_tag.lab
calls["ask"] = lambda: ask("1", "How many?", number("pods", 9))._repr_mimebundle_()
for name, call in calls.items():
    try:
        call()
        print("WORKS", name)
    except MissingExtraError as error:
        print("SAYS", name, error)
"""


def test_a_python_call_works_or_says_which_extra_to_install(core, tmp_path):
    done = python(core, "-c", _CALLS, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len([line for line in lines if line.startswith(("met: ", "not met: "))]) == len(MEASURES)
    says = dict(line.removeprefix("SAYS ").split(" ", 1) for line in lines if line.startswith("SAYS"))
    assert not [line for line in lines if line.startswith("WORKS")]
    assert {"pulls", "version_mix", "availability", "plots", "lab", "ask"} < set(says)
    assert says["pulls"] == f"tables need pandas, which is not installed; {TO_DO[LAB]}"
    assert says["lab"] == f"labs in notebooks need anywidget, which is not installed; {TO_DO[LAB]}"
    assert all(said.endswith(TO_DO[LAB]) for said in says.values())


def test_labs_as_pages_say_which_extra_to_install(wheel, tmp_path):
    done = python(wheel, "-m", "imagesim.labs.apps", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"error: labs as pages need jupyterlab, which is not installed; {TO_DO[LAB]}\n")


def test_a_login_that_only_docker_py_can_read_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    for name in ("REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert find_login("registry.example", []) is None
    (tmp_path / "config.json").write_text('{"auths": {"registry.example": {"auth": "dTpw"}}}')
    monkeypatch.setitem(sys.modules, "docker", None)
    with pytest.raises(
        MissingExtraError, match=r"^logins of docker need docker, which is not installed; install it with"
    ):
        find_login("registry.example", [])


def test_the_command_line_without_typer_says_so(core, tmp_path):
    done = python(core, "-m", "imagesim", "run", "moved-tag", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: the command line needs typer, which is not installed: pip install typer\n"


def test_pyproject_and_the_package_agree_on_names_and_extras():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == DISTRIBUTION
    assert requirements() == list(WHEEL)
    assert {extra: sorted(MODULES[extra]) for extra in MODULES} == {
        extra: sorted(requirements(extra)) for extra in project["optional-dependencies"] if extra != "all"
    }
    assert project["optional-dependencies"]["all"] == [f"{DISTRIBUTION}[registry,lab,studies,dask]"]


def test_a_citation_names_the_version():
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_what_is_no_package_of_an_extra_stays_as_it_is():
    for line in ("import imagesim.nothing", "import json.nothing"):
        with pytest.raises(ModuleNotFoundError) as caught, needing(LAB, "tables", "pandas"):
            exec(line)
        assert not isinstance(caught.value, MissingExtraError)


def test_an_extra_that_is_there_is_not_missing(monkeypatch):
    assert missing(LAB) == missing(REGISTRY) == []
    require(LAB, "lessons")
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert missing(LAB) == ["pandas"]
    with pytest.raises(MissingExtraError, match=r"^lessons need pandas, which is not installed; install it with: pip"):
        require(LAB, "lessons")
