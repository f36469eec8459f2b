import pytest

from imagesim.scenarios.reading.yaml_values import YamlMistake, compose, construct, find_line

PLAIN = [
    ("3", 3),
    ("-3", -3),
    ("0x1F", 31),
    ("017", 15),
    ("1_000", 1000),
    ("1.5", 1.5),
    ("1e3", 1000.0),
    ("1e999", "1e999"),
    ("yes", True),
    ("Off", False),
    ("~", None),
    ("2026-01-01", "2026-01-01"),
    ("10:30", "10:30"),
    (".nan", ".nan"),
    ("1.27.0", "1.27.0"),
    ("200Mi", "200Mi"),
    ("'3'", "3"),
    ("!!str 3", "3"),
    ("08", 8.0),
    ("9" * 5000, "9" * 5000),
]


def read(text: str) -> list[object]:
    return [construct(node) for node in compose(text)]


@pytest.mark.parametrize(("text", "value"), PLAIN, ids=lambda value: str(value)[:12])
def test_plain_values_mean_what_they_mean_to_kubernetes(text: str, value: object) -> None:
    assert read(f"a: {text}") == [{"a": value}]


def test_every_key_is_the_text_that_is_written() -> None:
    assert read("{1.20: a, on: b, 3: c}") == [{"1.20": "a", "on": "b", "3": "c"}]


def test_empty_documents_are_passed_over() -> None:
    assert read("---\n# nothing\n---\na: 1\n---\n") == [{"a": 1}]


def test_an_alias_is_a_value_of_its_own() -> None:
    (value,) = read("a: &x {b: [1]}\nc: *x\n")
    assert isinstance(value, dict)
    value["a"]["b"].append(2)
    assert value["c"] == {"b": [1]}


def test_merged_keys_yield_to_own_ones_and_the_first_merged_wins() -> None:
    text = "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {c: 3, <<: [*x, *y]}\n"
    (value,) = read(text)
    assert isinstance(value, dict)
    assert value["z"] == {"a": 1, "b": 1, "c": 3}


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)

WRONG = [
    ("a: [1, 2\nb: 3\n", 2, "not valid YAML"),
    ("a:\n\tb: 3\n", 2, "not valid YAML"),
    ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice"),
    ("a: 1\nb: !Ref x\n", 2, "a word that begins with ! is a tag"),
    ("a: &a [*a]\n", 1, "nested more than 100 levels"),
    ("- " * 500, 1, "nested more than 100 levels"),
    ("[" * 100_000, 1, "nested more than 100 levels"),
    ("- " * 100_000, 1, "nested more than 100 levels"),
    (BOMB, None, "aliases unfold to far more"),
    ("x: 1\na: " + "y" * 2_000_000, 2, "a value has 2,000,000 characters"),
    ("a: 1\n{{ if }}: 3\n", 2, "a key is a mapping or a list"),
    ("a: {<<: 3}", 1, "a << merges something"),
    ("a: *b", 1, "not valid YAML"),
]


@pytest.mark.parametrize(("text", "line", "rule"), WRONG, ids=[rule for _, _, rule in WRONG])
def test_what_is_wrong_is_said_with_its_line(text: str, line: int | None, rule: str) -> None:
    with pytest.raises(YamlMistake) as caught:
        read(text)
    assert rule in caught.value.rule
    assert line is None or caught.value.line == line


def test_a_tab_and_a_template_get_a_hint() -> None:
    with pytest.raises(YamlMistake) as caught:
        read("a:\n\tb: 3\n")
    assert caught.value.suggestion == "indent with spaces, not with tabs"
    with pytest.raises(YamlMistake) as caught:
        read("{{- if .Values.x }}\na: 1\n")
    assert "helm template" in caught.value.suggestion


TEXT = """\
base: &base
  image: nginx
spec:
  containers:
    - name: a
      <<: *base
    - name: b
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("spec",), 3),
        (("spec", "containers", 0), 5),
        (("spec", "containers", 1, "name"), 7),
        (("spec", "containers", 0, "image"), 2),
        (("spec", "containers", 0, "missing", "deeper"), 5),
        (("spec", "containers", 7), 4),
    ],
)
def test_every_value_keeps_its_line(path: tuple[str | int, ...], line: int) -> None:
    (node,) = compose(TEXT)
    assert find_line(node, path) == line
