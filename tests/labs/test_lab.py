"""What all labs have in common: data and a function, without a widget; settings that are shared as a code."""

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from imagesim.labs import architectures, back_off, moved_tag, names, pull_costs, pull_policy, sharing, who_may_pull
from imagesim.labs.controls import Choice, Password, Several, Slider, checkbox, slider, text
from imagesim.labs.lab import Lab
from imagesim.labs.share_code import share_code, shared
from imagesim.labs.view import View
from imagesim.results.result import simulate
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump

MODULES = (moved_tag, names, pull_policy, who_may_pull, back_off, architectures, pull_costs, sharing)
LABS = [each.LAB for each in MODULES]
each_lab = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)

PLAIN = """
import sys
from dataclasses import replace
allowed = {"simpy", "pydantic", "pydantic_core", "yaml", "_yaml", "annotated_types", "typing_extensions"}
allowed |= {"typing_inspection", "imagesim", *sys.stdlib_module_names}
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in allowed and not name.startswith("_sysconfigdata"):
            raise ImportError(f"{name} is not there")
sys.meta_path.insert(0, Refuse())
import imagesim.labs.%s as module
view = module.LAB.view(module.LAB.first())
assert not view.mistake, view.mistake
view.drawn()
view.html()
"""


def some_values(control):
    """Values at the ends of a control, and others."""
    if isinstance(control, Slider):
        return [control.checked(control.least), control.checked(control.most)]
    if isinstance(control, Choice):
        return list(control.options)
    if isinstance(control, Several):
        return [[option] for option in control.options]
    return [not control.value] if isinstance(control.value, bool) else [control.value]


@pytest.mark.parametrize("module", [lab.name.replace("-", "_") for lab in LABS])
def test_engine_and_drawing_need_simpy_pydantic_and_pyyaml_alone(module):
    subprocess.run([sys.executable, "-c", PLAIN % module], check=True)


@each_lab
def test_every_value_of_every_control_is_shown_without_a_mistake(lab):
    for name, control in lab.controls.items():
        for value in some_values(control):
            view = lab.view({name: value})
            assert view.mistake == "", (name, value)
            assert view.sentence


@each_lab
def test_what_a_front_end_is_told_is_json_and_the_same_each_time(lab):
    drawn = [json.dumps([lab.drawn(), lab.view({}).drawn()], allow_nan=False) for _ in range(2)]
    assert drawn[0] == drawn[1]


@each_lab
def test_there_is_something_to_try_first_and_a_picture_or_a_run(lab):
    assert lab.task
    assert len(lab.task) < 120


@each_lab
def test_a_code_gives_the_setting_back(lab):
    for name, control in lab.controls.items():
        for value in some_values(control):
            values = lab.checked({name: value})
            assert shared(lab, share_code(lab, values)) == {
                **values,
                **{key: each.value for key, each in lab.controls.items() if each.secret},
            }


def test_a_code_names_what_differs_and_never_a_password():
    assert share_code(moved_tag.LAB, moved_tag.LAB.checked({"replicas": 12, "named_by": "a digest"})) == (
        "moved-tag?replicas=12&named_by=a%20digest"
    )
    values = who_may_pull.LAB.checked({"password": "correct-horse", "server": "https://a:correct-horse@r.example"})
    code = share_code(who_may_pull.LAB, values)
    assert "correct-horse" not in code


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("back-off?seed=2", "those begin with moved-tag"),
        ("moved-tag?copies=3", "sets what this lab has not"),
        ("moved-tag?replicas=99", "is not between 2 and 16"),
        ("moved-tag?replicas=many", "is not a number"),
        (f"moved-tag?replicas={'[' * 100_000}", "is not a number"),
        ("", "those begin with moved-tag"),
    ],
)
def test_a_wrong_code_is_refused_in_words(code, says):
    with pytest.raises(ScenarioError, match=says):
        shared(moved_tag.LAB, code)


def test_a_code_cannot_set_a_password():
    (name,) = (name for name, control in who_may_pull.LAB.controls.items() if isinstance(control, Password))
    with pytest.raises(ScenarioError, match="sets what this lab has not"):
        shared(who_may_pull.LAB, f"who-may-pull?{name}=x")


def test_a_mistake_is_the_view():
    def refuse(**_: object) -> View:
        raise ScenarioError("must not be negative", field="spec.replicas", value=-1)

    lab = Lab(name="x", title="X", task="try", controls={"a": slider("A", 1, 0, 2)}, draw=refuse)
    assert "must not be negative" in lab.view({}).mistake
    assert 'role="alert"' in lab.view({}).html()
    assert lab.view({"a": 3}).mistake.endswith("is not between 0 and 2")


def test_a_control_that_is_not_there_is_named():
    with pytest.raises(ScenarioError, match="copies"):
        moved_tag.LAB.checked({"copies": 2})


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.scenario], ids=lambda lab: lab.name)
def test_the_copied_scenario_runs_to_the_same_records(lab, tmp_path):
    from imagesim.scenarios.loading import load

    ours = lab.scenario(**lab.first())
    path = tmp_path / "scenario.yaml"
    path.write_text(dump(ours))
    assert simulate(load(path)).records == simulate(ours).records


# Where nothing happens over time at first, what makes it.
OVER_TIME = {"who-may-pull": {"mended_min": 5}}


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.drags], ids=lambda lab: lab.name)
def test_what_can_be_dragged_is_a_cause_of_the_run(lab):
    values = {**lab.first(), **OVER_TIME.get(lab.name, {})}
    causes = lab.view(values).run.records.causes
    there = [drag for drag in lab.drags if any(row.event == drag.event for row in causes)]
    assert {drag.control for drag in there} == {drag.control for drag in lab.drags}
    for drag in there:
        time_s = drag.zero_s + values[drag.control] * drag.unit_s
        cause = [row for row in causes if row.event == drag.event][drag.nth]
        assert time_s == pytest.approx(cause.time_s if drag.edge == "start" else cause.ended_s)


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.scenario and lab.drags], ids=lambda lab: lab.name)
def test_the_axis_stays_where_it_is_while_a_control_moves(lab):
    views = [
        lab.view({**OVER_TIME.get(lab.name, {}), name: value}).drawn()
        for name, control in lab.controls.items()
        for value in some_values(control)
    ]
    assert len({view["run"]["axis"]["end_s"] for view in views if view["run"]}) == 1


def test_numbers_that_are_compared_stand_in_the_view():
    drawn = moved_tag.LAB.view({}).drawn()
    assert [label for label, _, _ in drawn["numbers"]][-1] == "minutes with mixed versions"


def test_texts_pass_the_gate():
    lab = Lab(
        name="x",
        title="X",
        task="try",
        controls={"a": text("A", "b"), "c": checkbox("C")},
        draw=lambda a, c: View(sentence=f"{a}\x1b[31m", notes=("one\ntwo",)),
    )
    drawn = lab.view({}).drawn()
    assert "\x1b" not in drawn["sentence"]
    assert "\n" not in drawn["notes"][0]


def changed_views(view):
    """The view with one thing changed in each: what a mistake in the lab, or in what it calls, would do."""
    yield replace(view, sentence=f"{view.sentence[:-1]}!")
    yield replace(view, still=lambda: view.still() + "<svg></svg>")
    for place, picture in enumerate(view.pictures):
        other = picture.replace("</svg>", "<g></g></svg>")
        yield replace(view, pictures=(*view.pictures[:place], other, *view.pictures[place + 1 :]))
    for place, each in enumerate(view.tables):
        (first, *cells), *rows = each.rows
        other = replace(each, rows=[(f"{first} more", *cells), *rows])
        yield replace(view, tables=(*view.tables[:place], other, *view.tables[place + 1 :]))
    yield replace(view, command=(*view.command, "more"))


@each_lab
def test_whatever_is_changed_is_changed_in_what_a_notebook_stores(lab):
    view = lab.view({})
    for other in changed_views(view):
        assert other.html() != view.html()


@each_lab
def test_every_number_that_is_compared_stands_in_what_a_notebook_stores(lab):
    text, view = lab.text(lab.first()), lab.view({})
    for number in view.numbers:
        assert re.search(rf"(?<![\d.,]){re.escape(number.said())}(?![\d.])", text), number


@each_lab
def test_a_lab_has_something_that_is_compared(lab):
    drawn = lab.view({}).drawn()
    assert drawn["numbers"] or drawn["facts"]
