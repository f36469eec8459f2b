"""What the site takes from others: pinned by hash, at the versions of everything else; no file names a host."""

import json
import re

import pytest

from docs.site import fetched, locking


def test_pyodides_packages_have_the_versions_of_the_lock_and_hashes_that_it_lists():
    locked = (fetched.REQUIREMENTS / "dev.txt").read_text(encoding="utf-8")
    pins, others = fetched.pins(fetched.WHEELS_LOCK), fetched.pins(fetched.REQUIREMENTS / "dev.txt")
    assert set(pins) == set(locking.NEEDED)
    assert pins == {name: others[name] for name in pins}
    hashes = re.findall(r"--hash=(sha256:[0-9a-f]{64})", fetched.WHEELS_LOCK.read_text(encoding="utf-8"))
    assert len(hashes) == len(pins)
    assert [one for one in hashes if one not in locked] == []


def test_everything_of_npm_has_a_hash_and_no_address():
    packages = json.loads(fetched.NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    assert "node_modules/pyodide" in packages
    for name, package in packages.items():
        assert "resolved" not in package
        assert not name or package["integrity"].startswith("sha512-")


def test_the_lock_of_npm_is_that_of_its_package_file():
    asked = json.loads((fetched.REQUIREMENTS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert json.loads(fetched.NPM_LOCK.read_text(encoding="utf-8"))["packages"][""]["dependencies"] == asked
    assert asked["pyodide"] == fetched.pyodide_version()


def test_without_npm_the_build_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(fetched, "CACHE", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(fetched.NotThereError, match="npm is missing"):
        fetched.npm_packages()


def test_a_changed_lock_is_fetched_again(monkeypatch, tmp_path):
    lock = tmp_path / "pyodide.txt"
    lock.write_text("a==1\n")
    commands = []
    monkeypatch.setattr(fetched, "CACHE", tmp_path)
    monkeypatch.setattr(fetched, "WHEELS_LOCK", lock)
    monkeypatch.setattr(fetched, "run", lambda command, folder: commands.append(command))
    fetched.wheels()
    fetched.wheels()
    assert len(commands) == 1
    assert "--require-hashes" in commands[0]
    lock.write_text("a==2\n")
    fetched.wheels()
    assert len(commands) == 2
