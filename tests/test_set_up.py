"""requirements/venv.sh says in words what a machine lacks."""

import os
import subprocess
import sys
from pathlib import Path

VENV = Path(__file__).parents[1] / "requirements" / "venv.sh"


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
