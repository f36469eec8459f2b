"""Texts that were made to hurt: each gives one mistake with its rule, soon, and none escapes a limit."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

import imagesim
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading import documents, sources, yaml_values
from imagesim.scenarios.reading.documents import parse
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.limits import DEEPEST, LONGEST_SCALAR
from imagesim.scenarios.reading.yaml_values import OurReading

Write = Callable[..., Path]

PAIR = "\\ud83d\\ude00"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: 'a:1'}]}\n"
DEEP = f"nested more than {DEEPEST} levels"
HALF = "is half a character"
UNFOLD = "aliases unfold to far more than what is written"

TEXTS: dict[str, tuple[str, str]] = {
    "a merge into its own anchor": ("a: &a\n  <<: *a\n  b: 1\n", f"1: values are {DEEP}"),
    "a list of merges with its own anchor": ("a: &m\n  b: 1\n  <<: [*m]\n", f"1: values are {DEEP}"),
    "merges in a circle": ("a: &a {x: &b {<<: *a}}\n", f"1: values are {DEEP}"),
    "an alias inside its own anchor": ("a: &a [*a]\n", f"1: values are {DEEP}"),
    "merges that double": (
        "b0: &b0 {x: 1}\n" + "".join(f"b{i}: &b{i} {{<<: [{', '.join([f'*b{i - 1}'] * 9)}]}}\n" for i in range(1, 20)),
        UNFOLD,
    ),
    "a long text by many aliases": (f"a: &a '{'x' * 100_000}'\nb: [{','.join(['*a'] * 1_000)}]\n", UNFOLD),
    "a deep flow": ("a: " + "[" * 5_000, f"1: values are {DEEP}"),
    "a deep flow of mappings": ("a: " + "{a: " * 5_000 + "}" * 5_000, f"1: values are {DEEP}"),
    "a deep list": ("a:\n- " + "- " * 5_000 + "x", f"2: values are {DEEP}"),
    "a deep key": ("? " * 5_000 + "x", f"1: values are {DEEP}"),
    "mappings that go in and in": ("".join(f"{' ' * i}a:\n" for i in range(1_500)), f"values are {DEEP}"),
    "a deep flow that ends": ("a: " + "[" * 200 + "]" * 200, DEEP),
    "deep JSON": ('{"a":' + "[" * 900 + "]" * 900 + "}", DEEP),
    "deep JSON with a pair of surrogates": (f'{{"p": "{PAIR}", "a":' + "[" * 900 + "]" * 900 + "}", DEEP),
    "deepest JSON with a pair of surrogates": (f'{{"p": "{PAIR}", "a":' + "[" * 100_000 + "]" * 100_000 + "}", DEEP),
    "deepest JSON of objects": ('{"a":' * 100_000 + "1" + "}" * 100_000, DEEP),
    "a long value beside a pair of surrogates": (f'{{"p": "{PAIR}{"x" * LONGEST_SCALAR}"}}', "characters; the most is"),
    "a key that stands twice beside a pair": (f'{{"p": "{PAIR}",\n "b": 1,\n "b": 2}}', "3: the key 'b' stands twice"),
    "half a pair": ('{\n"a": "x\\ud800"}', "2: the surrogate \\ud800 stands alone, and " + HALF),
    "the other half": ('{"a": "\\udfff"}', HALF),
    "two halves in the wrong order": ('{"a": "\\ude00\\ud83d"}', HALF),
    "half a pair in a key": ('{"\\ud800": 1}', HALF),
    "half a pair in YAML": ('a: "\\ud800"\n', "not valid YAML"),
    "a control character": ("a: \x01\n", "the control character"),
    "a tag of another program": ("a: !!python/object:os.system x\n", "Kubernetes knows no tags"),
    "an anchor that nobody set": ("a: *b\n", "undefined alias"),
    "text alone": ("just text\n", "is not a Kubernetes object"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_gives_one_mistake_soon(name: str) -> None:
    text, rule = TEXTS[name]
    begin = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        documents.read_documents(text.encode(), "f")
    assert rule in str(caught.value)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("name", [name for name in TEXTS if "deep" in name or "in and in" in name])
def test_yaml_without_libyaml_says_the_same_of_what_is_too_deep(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Loader(OurReading, yaml.SafeLoader):
        """As it is in a browser, for one."""

    monkeypatch.setattr(yaml_values, "_Loader", Loader)
    text, _ = TEXTS[name]
    with pytest.raises(ScenarioError, match=DEEP):
        documents.read_documents(text.encode(), "f")


@pytest.mark.parametrize("size", [1_000, 100_000])
def test_many_pairs_of_surrogates_take_time_in_proportion(size: int) -> None:
    begin = time.process_time()
    (document,) = parse('{"kind": "' + PAIR * size + '"}')
    assert document.kind == "\N{GRINNING FACE}" * size
    assert document.line(("kind",)) == 1
    assert time.process_time() - begin < 2


def test_a_backslash_before_a_u_is_no_surrogate() -> None:
    (document,) = parse('{"kind": "\\\\ud83d\\\\ude00", "name": "\\ud83d\\ude00"}')
    assert document.kind == "\\ud83d\\ude00"


def test_a_line_is_looked_for_once_in_each_mapping_that_is_merged() -> None:
    doubling = "".join(f"b{i}: &b{i} {{<<: [{', '.join([f'*b{i - 1}'] * 2)}]}}\n" for i in range(1, 14))
    (document,) = parse(f"b0: &b0 {{x: 1}}\n{doubling}")
    assert document.line(("b13", "x")) == 1
    assert document.line(("b13", "nothing")) == 14


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ({"kind": "\ud800"}, HALF),
        ({"kind": "Pod", "metadata": {"\udfff": 1}}, HALF),
        ({"a": [{"b": "\ud83d"}]}, HALF),
    ],
)
def test_a_mapping_of_a_program_holds_no_half_characters(value: Mapping[str, object], rule: str) -> None:
    with pytest.raises(ScenarioError, match=rule):
        load(value)


def test_a_mapping_of_a_program_is_not_endless() -> None:
    endless: dict[str, object] = {"kind": "Pod"}
    endless["spec"] = endless
    with pytest.raises(ScenarioError, match=DEEP):
        load(endless)


TWICE = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: p}\nspec:\n  a: 1\n  a: 2\n"


def test_a_key_that_stands_twice_where_nobody_looks_is_worth_a_word(write: Write) -> None:
    scenario = load(write(f"{TWICE}---\n{POD}"))
    assert [pod.name for pod in scenario.pods] == ["p"]
    (said,) = [sentence for sentence in scenario.assumptions if "stands twice" in sentence]
    assert said.endswith(
        "file.yaml:6: a stands twice in PersistentVolumeClaim/p, which is not looked at; the last counts."
    )


def test_a_key_that_stands_twice_in_an_item_nobody_looks_at_is_no_mistake(write: Write) -> None:
    item = "\n".join(f"  {line}" for line in TWICE.splitlines())
    assert load(write(f"apiVersion: v1\nkind: List\nitems:\n-{item[1:]}\n")).pods == ()
    as_json = '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"a": 1, "a": 2}}'
    assert load(write(as_json, "s.json")).pods == ()


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  a: 1\n  a: 2\n",
        "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: p}\nspec:\n  count: 1\n  count: 2\n",
        "kind: List\napiVersion: v1\nitems:\n- kind: Pod\n  spec:\n    a: 1\n    a: 2\n",
        "kind: List\napiVersion: v1\nitems: []\nitems: []\n",
        "metadata: {}\nspec:\n  a: 1\n  a: 2\n",
    ],
)
def test_a_key_that_stands_twice_is_a_mistake_elsewhere(write: Write, text: str) -> None:
    with pytest.raises(ScenarioError, match="stands twice in one mapping"):
        load(write(text))


def test_all_files_together_and_all_documents_have_a_limit(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(POD, "a.yaml")
    write(POD.replace("name: p", "name: q"), "b.yaml")
    monkeypatch.setattr(sources, "MOST_DOCUMENTS", 1)
    with pytest.raises(ScenarioError, match=r"b\.yaml: with this file there are 2 documents; the most is 1"):
        imagesim.load(tmp_path)
    monkeypatch.setattr(sources, "LARGEST_SCENARIO", len(POD) + 1)
    with pytest.raises(ScenarioError, match=r"b\.yaml: with this file the scenario is too large"):
        imagesim.load(tmp_path)
