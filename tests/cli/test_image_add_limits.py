"""`imagesim image add`: what cannot work is said before anybody is asked, and who answers slowly is left."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.scenarios.importers.test_deadline import SLOW, slow


def test_the_command_has_a_deadline_of_its_own(
    imagesim: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    with slow(*SLOW["a body that trickles"]) as host:
        done = imagesim("image", "add", f"{host}/shop/web:v1", "--timeout", "300ms", "--out", tmp_path / "web.yaml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "the registry has not answered in full after 300ms" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--timeout", "0"], "--timeout: must be longer than 0"),
        (["--timeout", "5"], "--timeout: '5' has no unit"),
        (["--out", "absent/web.yaml"], "--out: 'absent/web.yaml' cannot be written: No such file or directory"),
        (["--out", "x" * 300], "cannot be read: File name too long"),
        (["--out", "~nosuch/web.yaml"], "begins with a user who is not here"),
        (["--out", "."], "--out: '.' exists already; name a new file"),
    ],
)
def test_what_cannot_work_is_said_before_anybody_is_asked(
    imagesim: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = imagesim("image", "add", "127.0.0.1:1/shop/web:v1", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []
