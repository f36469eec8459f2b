"""The course on a trainee's disk: lessons copied out of the package, and JupyterLab started on them.

Lessons are copied before they are opened, so that nobody writes over the stored ones. A copy has no outputs: the
trainee predicts before the answer is to be seen, and no widget of somebody else's run is left behind that says
"model not found". A file that is already in the folder is never touched; `reset=True` first moves the trainee's
lessons into a new folder `backup-1`, `backup-2`, ... beside them, so that nothing is lost.

The documents that lessons link to are copied with them, into `docs`; JupyterLab shows them as pages.

JupyterLab keeps its settings and workspaces for the course in `.jupyterlab` inside the folder, apart from what the
person has set up elsewhere. It listens on 127.0.0.1 alone and asks for its token; it looks for neither news nor
updates, which a class without a network could not reach. Its terminals find `imagesim`, also where nobody activated the
environment in which it stands.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from sysconfig import get_path
from typing import Any

from imagesim.extras import LAB, require
from imagesim.labs.course_documents import in_a_copy, linked_documents, repository
from imagesim.rules.shown.characters import on_one_line
from imagesim.scenarios.reading.errors import ScenarioError, alone
from imagesim.scenarios.reading.paths import own_path, real_path

START_PAGE = "00-start.ipynb"

_WORKSPACE = "default-37a8.jupyterlab-workspace"  # what JupyterLab (4.6) calls the one that it opens

PROJECTOR = """\
/* JupyterLab reads its font sizes from these; the settings of the same name do not reach every place (4.6). */
:root {
  --jp-code-font-size: 18px !important;
  --jp-content-font-size1: 20px !important;
  --jp-ui-font-size1: 15px !important;
}
/* The two pictures of a lab one below the other, and each as wide as the page: their text is then as large as that. */
.jp-OutputArea-prompt, .jp-OutputArea-promptOverlay {
  display: none;
}
.imagesim-lab .imagesim-stage-body {
  --unit: calc(100cqw / 1000);
  flex-direction: column;
}
.imagesim-lab .imagesim-stage-body > * {
  flex: none;
  width: 100%;
}
.imagesim-lab .imagesim-stage-body > .imagesim-stage-moment {
  width: 80%; /* it has fewer units across, and its text is large enough so */
}
.imagesim-lab .imagesim-sentence {
  min-height: 2.8em; /* two lines, also where one is enough: the pictures do not jump */
}
"""

_ONLY_THE_MIDDLE = [0, 1, 0]  # the widths of left side bar, lesson and right side bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What `copy_lessons` did: names of files in the folder, and the folder that a reset filled."""

    folder: Path
    new: tuple[str, ...]
    kept: tuple[str, ...]
    backup: Path | None


def lessons() -> Path:
    """The folder of the stored lessons: package data in an installed package, `notebooks` in a checkout."""
    package = Path(str(files("imagesim")))
    installed = package / "notebooks"
    return installed if installed.is_dir() else package.parent / "notebooks"


@alone()
def copy_lessons(folder: str | Path, reset: bool = False) -> Copied:
    """Copy the lessons into *folder*, which is made if it is absent; what is there already stays as it is.

    With *reset* the files that have a lesson's name are moved into a new backup folder first. Other files in the
    folder are left alone in both cases. ScenarioError if the folder cannot hold them.
    """
    folder = real_path(own_path(Path(folder)))
    hint = "name another folder: imagesim lab FOLDER"
    if on_one_line(str(folder)) != str(folder):
        # JupyterLab prints it as it is.
        raise ScenarioError("cannot hold the lessons: its path moves terminals", value=str(folder), suggestion=hint)
    sources = _sources()
    names = sorted(sources)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        present = [name for name in names if (folder / name).exists()]
        backup = _move_aside(folder, present) if reset and present else None
        kept = () if backup else tuple(present)
        new = tuple(name for name in names if name not in kept)
        for name in new:
            _copy(sources[name], folder / name, sources)
    except (OSError, ValueError) as error:
        raise ScenarioError(
            f"cannot hold the lessons: {getattr(error, 'strerror', None) or 'no folder can have this name'}",
            value=str(folder),
            suggestion=hint,
        ) from error
    return Copied(folder=folder, new=new, kept=kept, backup=backup)


def start_jupyterlab(folder: str | Path, port: int = 8888, open_browser: bool = True, projector: bool = False) -> None:
    """Start JupyterLab on *folder* at the start page, and return when it is stopped (Ctrl-C once is enough).

    Where *port* is taken JupyterLab takes another one and prints it. *projector* makes text and controls big, and
    closes the side bar. MissingExtraError where JupyterLab, or what lessons need in it, is not installed.
    """
    require(LAB, "lessons")
    folder = real_path(own_path(Path(folder)))
    os.environ.update(_environment(folder))
    _write_settings(folder / ".jupyterlab", projector)
    # JupyterLab reads the variables above when it is imported.
    from jupyterlab.labapp import LabApp

    arguments = [
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=50",
        f"--ServerApp.open_browser={open_browser}",
        "--ServerApp.answer_yes=True",
        "--LabApp.extension_manager=readonly",  # the other one asks a package registry
        "--LanguageServerManager.autodetect=False",  # lessons need none
        f"--LabApp.default_url=/lab/tree/{START_PAGE}",
        f"--LabApp.custom_css={projector}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")  # containers of classes often run as root; Jupyter would refuse
    LabApp.launch_instance(arguments)


def _is_lesson(name: Path) -> bool:
    """Whether a file of the stored lessons belongs in the copy: no hidden file, nothing that Python or Jupyter left."""
    return bool(name.suffix) and not any(part.startswith((".", "__")) for part in name.parts)


def _sources() -> dict[str, Path]:
    """What is copied, by its name in the copy: the files of the lessons, and the documents that these link to."""
    stored = lessons()
    found = [path.relative_to(stored) for path in stored.rglob("*") if _is_lesson(path.relative_to(stored))]
    linked = linked_documents(sorted(stored.glob("*.ipynb")))
    return {**{str(name): stored / name for name in found}, **{name: repository() / name for name in linked}}


def _copy(source: Path, target: Path, names: Iterable[str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    copied = [name if name.startswith("docs/") else f"notebooks/{name}" for name in names]
    if source.suffix == ".ipynb":
        target.write_text(_as_copied(source.read_text(encoding="utf-8"), copied), encoding="utf-8")
    elif source.suffix == ".md":
        target.write_text(in_a_copy(source.read_text(encoding="utf-8"), "docs", copied), encoding="utf-8")
    else:
        target.write_bytes(source.read_bytes())


def _as_copied(text: str, copied: Iterable[str]) -> str:
    """The notebook without outputs, and with links that lead somewhere in the copy."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
        elif isinstance(cell["source"], list):
            cell["source"] = in_a_copy("".join(cell["source"]), "notebooks", copied).splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _move_aside(folder: Path, names: list[str]) -> Path:
    number = 1
    while (backup := folder / f"backup-{number}").exists():
        number += 1
    for name in names:
        (backup / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).rename(backup / name)
    return backup


def _environment(folder: Path) -> dict[str, str]:
    from jupyter_core.paths import jupyter_runtime_dir

    own = folder / ".jupyterlab"
    return {
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
        # Where `jupyter lab list` looks; by default it would follow the data folder.
        "JUPYTER_RUNTIME_DIR": jupyter_runtime_dir(),
        "PATH": os.pathsep.join(filter(None, (get_path("scripts"), os.environ.get("PATH")))),
    }


def _write_settings(own: Path, projector: bool) -> None:
    notification = own / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    if not notification.exists():
        notification.parent.mkdir(parents=True, exist_ok=True)
        notification.write_text('{"fetchNews": "false", "checkForUpdates": false}\n', encoding="utf-8")
    viewer = own / "settings" / "@jupyterlab" / "docmanager-extension" / "plugin.jupyterlab-settings"
    if not viewer.exists():
        viewer.parent.mkdir(parents=True, exist_ok=True)
        viewer.write_text('{"defaultViewers": {"markdown": "Markdown Preview"}}\n', encoding="utf-8")
    if projector:
        css = own / "config" / "custom" / "custom.css"
        css.parent.mkdir(parents=True, exist_ok=True)
        css.write_text(PROJECTOR, encoding="utf-8")
        _close_side_bar(own / "workspaces" / _WORKSPACE)


def _close_side_bar(path: Path) -> None:
    """Close it in the workspace at *path*; open files, the right side bar and whatever else stands there stay."""
    workspace = _read_object(path) or {"metadata": {"id": "default"}}
    layout = _part(_part(workspace, "data"), "layout-restorer:data")
    match layout.get("relativeSizes"):
        case [int() | float() as left, int() | float() as middle, right]:
            layout["relativeSizes"] = [0, left + middle, right]
        case _:
            layout["relativeSizes"] = _ONLY_THE_MIDDLE
    _part(layout, "left").update(collapsed=True, visible=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(workspace), encoding="utf-8")


def _read_object(path: Path) -> dict[str, Any]:
    """What stands in the JSON file at *path*; nothing where there is none, or no object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _part(whole: dict[str, Any], name: str) -> dict[str, Any]:
    """The object of this name in *whole*, made where there is none."""
    if not isinstance(whole.get(name), dict):
        whole[name] = {}
    found: dict[str, Any] = whole[name]
    return found
