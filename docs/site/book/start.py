"""The start page's lab: every run that its three controls can ask for, simulated while the site is built.

A reader moves a slider before Python has come. The runs are those of the lab of the lesson *A tag moves*, drawn by the
same stage; its other controls stay as at first.
"""

import itertools
import json
from pathlib import Path
from typing import Any

from imagesim.labs import moved_tag
from imagesim.labs.share_code import share_code

MOVED = ("push_min", "policy", "named_by")
"""The controls that the start page has."""
_LAB = moved_tag.LAB


def write_start(folder: Path) -> None:
    """Write what the template of the start page includes, and the file of all runs, for Sphinx."""
    made = folder / "start"
    made.mkdir()
    runs = all_runs()
    (made / "runs.json").write_text(_json(runs), encoding="utf-8")
    first = {"lab": _lab(), "values": _values({}), "view": runs[key(_values({}))]}
    # In a script no text may end it.
    (made / "first.json").write_text(_json(first).replace("<", "\\u003c"), encoding="utf-8")
    (made / "stored.html").write_text(_LAB.view(_LAB.first()).html(), encoding="utf-8")


def all_runs() -> dict[str, Any]:
    """What the lab answers, with the code of the setting, for each setting of the start page's controls by its key."""
    answers = {}
    for moved in itertools.product(*(_settings(name) for name in MOVED)):
        values = _LAB.checked(dict(zip(MOVED, moved, strict=True)))
        answers[key(values)] = {"share": share_code(_LAB, values), **_LAB.view(values).drawn()}
    return answers


def key(values: dict[str, Any]) -> str:
    """What a run is found by: "5 IfNotPresent the tag v1"."""
    return " ".join(str(values[name]) for name in MOVED)


def _settings(name: str) -> list[Any]:
    drawn = _LAB.controls[name].drawn()
    if drawn["kind"] == "slider":
        return list(range(drawn["min"], drawn["max"] + 1, drawn["step"]))
    return list(drawn["options"])


def _lab() -> dict[str, Any]:
    lab = _LAB.drawn()
    controls = {name: lab["controls"][name] for name in MOVED}
    drags = [each for each in lab["drags"] if each["control"] in MOVED]
    task = "drag the push along the picture, or its slider. Then choose Always. What does a digest change?"
    return {**lab, "task": task, "controls": controls, "drags": drags}


def _values(moved: dict[str, Any]) -> dict[str, Any]:
    values = _LAB.checked(moved)
    return {name: values[name] for name in MOVED}


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
