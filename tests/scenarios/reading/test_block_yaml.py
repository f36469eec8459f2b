"""Read line by line: never otherwise than the whole of YAML is read, and what is written mostly is read so."""

import random
from pathlib import Path

import pytest
import yaml

from imagesim.scenarios import shipped
from imagesim.scenarios.reading.block_yaml import read_blocks
from imagesim.scenarios.reading.yaml_values import YamlMistake, compose, construct
from tests.bench_manifests import write_cluster

SIMPLE = [
    ("a: 1\nb: x y\n", [{"a": 1, "b": "x y"}]),
    ("a:\nb:   \nc: ~\n", [{"a": None, "b": None, "c": None}]),
    ("a:\n  b:\n    c: 1\nd: 2\n", [{"a": {"b": {"c": 1}}, "d": 2}]),
    ("a:\n- b: 1\n  c:\n  - 2\n  - 3\n- --x\nd: e\n", [{"a": [{"b": 1, "c": [2, 3]}, "--x"], "d": "e"}]),
    ("- a\n- b:\n    c: d\n", [["a", {"b": {"c": "d"}}]]),
    ("# one\na: 1 # of two\n\n---\n---\nb: 2\n", [{"a": 1}, {"b": 2}]),
    ("a: 'it''s'\nb: \"x: y\"\nc: \"\\n\"\n", [{"a": "it's", "b": "x: y", "c": "\n"}]),
    ("a: {}\nb: []\nc: {d: [1, yes]}\n", [{"a": {}, "b": [], "c": {"d": [1, True]}}]),
    ('\'f:a b\': 1\nk:{"name":"x"}:\n  .: {}\n', [{"f:a b": 1, 'k:{"name":"x"}': {".": {}}}]),
    ("a: |\n\n  x: 1\n   y\n\nb: |-\n  # z\n", [{"a": "\nx: 1\n y\n", "b": "# z"}]),
    ("a: 1\r\nb: 2\r\n", [{"a": 1, "b": 2}]),
    ("a: one\n  scalar\nb:\n- two\n  - of it\n\n  more\n- 3\n", [{"a": "one scalar", "b": ["two - of it\nmore", 3]}]),
    ("a: 'one\n  text''s'\nb: \"x\\\n  \\ y\\\"\n  z\"\nc: 1\n", [{"a": "one text's", "b": 'x y" z', "c": 1}]),
    ("a:\n- |\n  x\n   y\n- >-\n  f\n  g\n\n- |2\n   z\nb: 1\n", [{"a": ["x\n y\n", "f g", " z\n"], "b": 1}]),
    ("a: >\n  folded\n  text\nb: |+\n  kept\n\nc: 1\n", [{"a": "folded text\n", "b": "kept\n\n", "c": 1}]),
    ("image: registry.example:5000/web:v1\n", [{"image": "registry.example:5000/web:v1"}]),
]

LEFT_TO_YAML = [
    "a: &x 1\nb: *x\n",
    "a: !Ref x\n",
    "<<: {a: 1}\n",
    "a:\n  one scalar\n",
    "a: [1,\n  2]\n",
    "a: >\n  folded\n",
    "a: 'one\ntext'\n",
    "a: 'one\n  text\n",
    "a: one # two\n  three\n",
    "a: one\n  b: two\n",
    "a: one\n# two\n  three\n",
    "- - 1\n",
    "-\n  a: 1\n",
    "? a\n: 1\n",
    "a: 1\na: 2\n",
    "a: b: c\n",
    "a:\n\tb: 1\n",
    "a: 1\n  b: 2\n",
    "  a: 1\n b: 2\n",
    "a: |\n  x",
    "a: x\x07\n",
    "a: x\u2028b: 1\n",
    "plain\n",
    "a: " + "y" * 2_000_000,
    "".join("  " * depth + "a:\n" for depth in range(60)),
]


def whole(text: str) -> list[object]:
    return [construct(node) for node in compose(text)]


@pytest.mark.parametrize(("text", "values"), SIMPLE, ids=range(len(SIMPLE)))
def test_what_is_simple_is_read_line_by_line(text: str, values: list[object]) -> None:
    assert read_blocks(text) == values
    assert whole(text) == values


@pytest.mark.parametrize("text", LEFT_TO_YAML, ids=range(len(LEFT_TO_YAML)))
def test_what_is_not_is_left_to_the_whole_of_yaml(text: str) -> None:
    assert read_blocks(text) is None


def test_who_wrote_which_field_is_passed_over() -> None:
    text = "metadata:\n  managedFields:\n  - a: 1\n    b: 2\n  name: x\nmanagedFields:\n  c: 3\n"
    assert read_blocks(text) == [{"metadata": {"name": "x"}, "managedFields": {"c": 3}}]


def test_what_kubectl_prints_is_read_line_by_line(tmp_path: Path) -> None:
    write_cluster(tmp_path, 25, "yaml")
    (path,) = tmp_path.iterdir()
    assert read_blocks(path.read_text(encoding="utf-8")) is not None


PIECES = ["- ", "  ", ":", " #", "'", '"', "{", "}", "[", "|", "|-", ">", "&a", "*a", "!x", "---\n", "\n", "\t", ": "]
PIECES += ["<<", "~", "? ", "%", ",", "\\", "a: b", "a:\n", "-\n", "key: |\n      x\n    y\n", "\r\n", "\xa0", "{a: b}"]
PIECES += ["\n    more text\n", "\n\n", " '' ", "\\\n", "- |\n", "- >-\n", ">2\n", "|+\n"]
LONG = {
    "message": 'Back-off pulling image "registry.example/shop/web:v1", and it\'s: more than fits into eighty columns',
    "args": ["one very long argument that has spaces in it and goes beyond the eighty columns that the emitter likes"],
    "script": ["a\n  b\nc\n", "  x\ny"],
    "plain": "words that go on and on and on until they are beyond column eighty, and then some more\n\nsecond",
}
"""What kubectl writes in several lines."""


def spoiled(chance: random.Random, text: str) -> str:
    """A few lines of *text*, with up to three changes that make other YAML of them, or none."""
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    lines = lines[start : start + chance.choice((2, 4, 8, 30))]
    for _ in range(chance.randrange(4)):
        number = chance.randrange(len(lines))
        at = chance.randrange(len(lines[number]) + 1)
        change = chance.choice(("insert", "insert", "indent", "add"))
        if change == "insert":
            lines[number] = lines[number][:at] + chance.choice(PIECES) + lines[number][at:]
        elif change == "indent":
            lines[number] = " " * chance.randrange(5) + lines[number].lstrip()
        else:
            lines.insert(number, chance.choice(PIECES))
    return "\n".join(lines)


def test_it_never_reads_anything_otherwise_than_the_whole_of_yaml() -> None:
    chance = random.Random("block-yaml")
    texts = [path.read_text(encoding="utf-8") for name in shipped.names() for path in _files(name)]
    texts += [yaml.safe_dump({"items": [LONG] * 3}, width=width) for width in (40, 80)] * 10
    read = 0
    for _ in range(600):
        text = spoiled(chance, chance.choice(texts))
        values = read_blocks(text)
        if values is None:
            continue
        read += 1
        try:
            assert repr(whole(text)) == repr(values), text
        except YamlMistake as mistake:
            pytest.fail(f"{mistake.rule} in line {mistake.line} of {text!r}")
    assert read > 50


def _files(name: str) -> list[Path]:
    folder = shipped.folder(name)
    assert folder is not None
    return sorted(folder.glob("*.yaml"))
