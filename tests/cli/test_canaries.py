"""What is planted in a document comes out nowhere: no message, table, file or pickle, and nothing behind an error."""

import base64
import io
import json
import pickle
import traceback
from pathlib import Path

import pytest

from imagesim.engine.run import run
from imagesim.results.result import simulate
from imagesim.rules.credentials.secret_value import stand_in
from imagesim.rules.shown import gate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading import documents
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.redaction.unread import Unread
from imagesim.scenarios.saving import dump
from tests.cli.canaries import CANARY, DOCUMENTS, planted
from tests.cli.conftest import Command

FORMS = (CANARY, base64.b64encode(CANARY.encode()).decode(), CANARY[3:])


def assert_clean(text: str) -> None:
    assert [form for form in FORMS if form in text] == []


def behind(error: BaseException) -> list[BaseException]:
    """An error and all that it was made from."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in found:
            found.append(each)
            waiting += [each.__cause__, each.__context__]
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "planted.yaml"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_that_is_planted_comes_out(name: str, file: Path, imagesim: Command) -> None:
    file.write_text(planted(name))
    assert_clean(imagesim("check", file).output)
    try:
        scenario = load(file)
    except ScenarioError as error:
        for each in behind(error):
            assert_clean(repr(each) + str(each))
        assert_clean("".join(traceback.format_exception(error)))
        assert_clean(pickle.dumps(error).decode("latin-1"))
        return
    for value in (scenario, scenario.documents, dump(scenario)):
        assert_clean(repr(value))
    result = simulate(scenario)
    assert_clean(pickle.dumps(result).decode("latin-1"))
    assert_clean(json.dumps(result.to_json_dict()))
    assert load(*scenario.documents) == scenario


SOUND = (
    "a login in prepulled", "a login in a key", "a header in a hosts.toml", "an environment", "arguments",
    "headers of probes", "annotations", "a simulation's sentences", "a login in an image",
)  # fmt: skip
"""Documents without a mistake that a run could trip over."""


def test_no_command_and_no_file_of_a_run_shows_what_is_planted(imagesim: Command, tmp_path: Path) -> None:
    folder = tmp_path / "planted"
    folder.mkdir()
    pods = [name for name in SOUND if DOCUMENTS[name].startswith("apiVersion: v1")]
    for number, name in enumerate(pods):
        (folder / f"{number}.yaml").write_text(planted(name).replace("{name: p", f"{{name: p-{number}"))
    (folder / "world.yaml").write_text(planted("a simulation's sentences") + "\n---\n" + planted("a login in a key"))
    out = tmp_path / "out"
    for call in (
        ("run", folder, "--all-events"),
        ("run", folder, "--json"),
        ("run", folder, "--out", out),
        ("check", folder),
        ("explain", folder, "--pod", "p-"),
        ("describe", "pod", "p-", folder),
    ):
        done = imagesim(*call)
        assert done.exit_code == 0, done.output
        assert_clean(done.output)
    written = [path for path in out.rglob("*") if path.is_file()]
    assert len(written) > 10
    for path in written:
        assert_clean(path.read_bytes().decode("latin-1"))


@pytest.mark.parametrize(
    "setting",
    [
        "Registry/docker.io:spec.users=[PW",
        "Registry/docker.io:spec.users=alice:PW",
        "Registry/docker.io:spec.users[0]={name: a, password: PW",
        "Registry/docker.io:spec.users[0].password:PW",
        "Registry/docker.io:spec.password:PW=1",
        "Deployment/shop/web:spec.template.spec.containers[0].env={PW",
        "Deployment/shop/web:spec.template.spec.containers[0].env[0].value=PW",
        "Deployment/shop/web:spec.template.spec.containers[0].image='PW",
        "Timeline/timeline:spec.events[0].outage.registry=https://u:PW@x",
    ],
)
def test_no_setting_comes_out(setting: str, imagesim: Command) -> None:
    done = imagesim("check", "moved-tag", "--set", setting.replace("PW", CANARY))
    assert_clean(done.output)
    path, _, value = setting.replace("PW", CANARY).partition("=")
    with pytest.raises(ScenarioError) as caught:
        load("moved-tag", values={path: value, "NodePool/nowhere:spec": CANARY})
    for each in behind(caught.value):
        assert_clean(repr(each))


@pytest.mark.parametrize(
    "call",
    [
        ("image", "parse", "https://u:PW@r.example/app:v1"),
        ("image", "parse", "u:PW@r.example/app:v1"),
        ("image", "add", "https://u:PW@r.example/app:v1"),
        ("image", "add", "u:PW@127.0.0.1:1/app:v1"),
        ("image", "import", "https://u:PW@nowhere"),
        ("check", "https://u:PW@nowhere/x.yaml"),
        ("secret", "docker-registry", "regcred", "PW"),
        ("secret", "docker-registry", "regcred", "--docker-pasword=PW"),
        ("secret", "docker-registry", "regcred", "--docker-password=PW", "--docker-username="),
        ("secret", "import", "u:PW@nowhere", "regcred"),
        ("match", "u:PW@nowhere", "--image", "https://u:PW@r/app"),
        ("run", "moved-tag", "--expect", "https://u:PW@x"),
        ("advise", "moved-tag", "--if-gone", "tag=https://u:PW@x"),
        ("advise", "moved-tag", "--ignore", "https://u:PW@x"),
        ("advise", "https://u:PW@nowhere/x.yaml"),
    ],
)
def test_no_argument_comes_out(call: tuple[str, ...], imagesim: Command) -> None:
    done = imagesim(*(word.replace("PW", CANARY) for word in call))
    assert_clean(done.output)


def test_a_picture_holds_no_text_but_what_is_drawn(file: Path) -> None:
    from imagesim.results import plots

    file.write_text(planted("a login in an image"))
    data = plots.png(plots.states(simulate(load(file)).states))
    assert_clean(data.decode("latin-1"))
    assert b"tEXt" not in data


# --- the gate matters: without it the canaries sing ---


def _unchanged(text: str, *_: object) -> str:
    return text


def _open_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("secrets_hidden", "pairs_hidden", "quotes_hidden"):
        monkeypatch.setattr(gate, name, _unchanged)
    monkeypatch.setattr(gate, "is_secret", lambda _: False)
    monkeypatch.setattr(gate, "holds_login", lambda *_: False)
    monkeypatch.setattr(documents, "may_be_shown", lambda *_: True)


@pytest.mark.parametrize(
    "name",
    [
        "a login in place of the users", "a login in place of a user's name", "a password without its space",
        "a password without its name", "a mirror as a text", "a login in place of a new password",
        "a login in a repository", "a key twice", "a Secret as a text", "a login in an outage",
    ],
)  # fmt: skip
def test_without_the_gate_a_message_shows_what_is_planted(
    name: str, file: Path, imagesim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open_the_gate(monkeypatch)
    monkeypatch.setattr(Unread, "hidden", lambda _, value: value)
    file.write_text(planted(name))
    assert CANARY in imagesim("check", file).output


@pytest.mark.parametrize("name", ["an environment", "arguments", "annotations", "a login in an image"])
def test_without_redaction_a_pickle_shows_what_is_planted(
    name: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Unread, "hidden", lambda _, value: value)
    file.write_text(planted(name))
    assert CANARY in pickle.dumps(load(file)).decode("latin-1")


def test_what_is_hidden_changes_no_run(file: Path) -> None:
    file.write_text("\n---\n".join(planted(name).replace("{name: p", f"{{name: p-{n}") for n, name in enumerate(
        ("an environment", "arguments", "headers of probes", "annotations")
    )))  # fmt: skip
    bare = io.StringIO()
    for n in range(4):
        bare.write(f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p-{n}}}\n")
        bare.write("spec: {containers: [{name: a, image: nginx}]}\n---\n")
    plain = file.with_name("plain.yaml")
    plain.write_text(bare.getvalue())
    assert run(load(file)).pulls == run(load(plain)).pulls


def test_a_login_in_a_header_is_a_stand_in_and_still_a_login(file: Path) -> None:
    login = base64.b64encode(f"alice:{CANARY}".encode()).decode()
    mirror = f"{{host: m.example, header: {{Authorization: Basic {login}}}}}"
    pool = (
        "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: w}\nspec: {hosts: {docker.io: {mirrors: [MIRROR]}}}"
    )
    file.write_text(pool.replace("MIRROR", mirror))
    scenario = load(file)
    user, password = scenario.pools[0].hosts[0].mirrors[0].authorization or ("", None)
    assert (user, str(password)) == ("alice", stand_in(CANARY))
    for text in (repr(scenario), repr(scenario.documents), dump(scenario), pickle.dumps(scenario).decode("latin-1")):
        assert login not in text
        assert_clean(text)
