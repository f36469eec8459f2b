"""YAML text becomes plain values (dict, list, str, int, float, bool, None), and every value keeps its line.

The reading is Kubernetes' (sigs.k8s.io/yaml): no timestamps, no sexagesimal numbers, every key is text. A key that
stands twice is a mistake, and so is a tag that only some programs know. Anchors, aliases and `<<` work; a text whose
aliases would unfold to far more than what is written is refused.
"""

import re
from collections.abc import Iterator

import yaml

from imagesim.rules.shown.secret_places import may_be_shown
from imagesim.rules.shown.secret_texts import quotes_left_out
from imagesim.scenarios.reading.limits import DEEPEST, LONGEST_SCALAR, MOST_UNFOLDED

Path = tuple[str | int, ...]
"""Where a value stands in a document: ("spec", "containers", 0, "image")."""

_PLAIN = "plain"
_TOO_DEEP = f"values are nested more than {DEEPEST} levels deep"
_MAXIMUM = "exceeded maximum nesting depth"  # libyaml's own, which is more
_UNKNOWN_TAG = "a word that begins with ! is a tag, and Kubernetes knows no tags"
_QUOTE = "put a text that begins with ! in quotes"  # it may be a password, so the word itself is not shown
_ALIAS = re.compile("(alias|anchor) .*")
_TEXT_TAGS = {"!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "binary", "timestamp", "value"))}
_CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null")}
_CONTAINER_TAGS = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}

_BOOLEANS = {
    spelling: value
    for word, value in (("true", True), ("yes", True), ("on", True), ("false", False), ("no", False), ("off", False))
    for spelling in (word, word.title(), word.upper())
}
_NULLS = {"", "~", "null", "Null", "NULL"}
_INTEGER = re.compile(r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[1-9][0-9_]*|0)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 40
_CHARACTERS = 100


class YamlMistake(Exception):
    """What is wrong with a YAML text, and in which line (counted from 1)."""

    def __init__(self, rule: str, line: int | None, suggestion: str = "") -> None:
        self.rule = rule
        self.line = line
        self.suggestion = suggestion
        super().__init__(rule)


Twice = list[tuple[Path, YamlMistake]]
"""The keys that stand twice: the path of each, and what to say of it."""


class OurReading:
    """What is ours of a loader of PyYAML: it composes nodes, but leaves it to us what a plain scalar means."""

    _depth = 0

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:
        if kind is yaml.ScalarNode:
            plain = isinstance(implicit, tuple) and implicit[0]
            return _PLAIN if plain else "tag:yaml.org,2002:str"
        return "tag:yaml.org,2002:seq" if kind is yaml.SequenceNode else "tag:yaml.org,2002:map"

    # PyYAML without libyaml calls these two for each list and mapping, within those for what is around it.

    def compose_sequence_node(self, anchor: str | None) -> yaml.Node:
        self._enter()
        node: yaml.Node = super().compose_sequence_node(anchor)  # type: ignore[misc]
        self._depth -= 1
        return node

    def compose_mapping_node(self, anchor: str | None) -> yaml.Node:
        self._enter()
        node: yaml.Node = super().compose_mapping_node(anchor)  # type: ignore[misc]
        self._depth -= 1
        return node

    def _enter(self) -> None:
        if self._depth >= DEEPEST:
            raise YamlMistake(_TOO_DEEP, int(self.peek_event().start_mark.line) + 1)  # type: ignore[attr-defined]
        self._depth += 1


class _Loader(OurReading, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    pass


def compose(text: str) -> Iterator[yaml.Node]:
    """Yield the root node of each document in *text*, without those that are empty. YamlMistake where it is no YAML."""
    loader = _Loader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            if not (isinstance(node, yaml.ScalarNode) and node.tag == _PLAIN and node.value in _NULLS):
                yield node
    except yaml.MarkedYAMLError as error:
        raise _syntax_mistake(error, text) from None
    except yaml.YAMLError as error:
        raise YamlMistake(f"not valid YAML: {quotes_left_out(str(error).partition(chr(10))[0])}", None) from None
    finally:
        loader.dispose()


def _syntax_mistake(error: yaml.MarkedYAMLError, text: str) -> YamlMistake:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else None
    if _MAXIMUM in (error.problem or ""):
        return YamlMistake(_TOO_DEEP, line)
    lines = text.split("\n", line)[:line] if line is not None else []
    suggestion = ""
    if "\t" in (lines[-1] if lines else ""):
        suggestion = "indent with spaces, not with tabs"
    elif any("{{" in written for written in lines[-2:]):
        suggestion = "this looks like a template; render it first, for example with helm template"
    # PyYAML without libyaml names an alias, which may be a password that begins with a star.
    because = ", ".join(quotes_left_out(_ALIAS.sub(r"\1", part)) for part in (error.problem, error.context) if part)
    return YamlMistake(f"not valid YAML: {because}", line, suggestion)


def construct(root: yaml.Node, depth: int = 0, twice: Twice | None = None) -> object:
    """Return the plain value of a composed node that stands *depth* levels deep.

    Aliases become values of their own, so nothing is shared. YamlMistake for what Kubernetes does not take. A key that
    stands twice is one, too, unless somebody wants to judge it later: then it goes into *twice*, and the last counts.
    """
    return _Constructor(twice).value(root, depth)


class _Constructor:
    """One document's construction: where it is, what is open there, what has been seen, how much aliases have added."""

    def __init__(self, twice: Twice | None) -> None:
        self._twice = twice
        self._path: list[str | int] = []
        self._open: set[int] = set()
        self._seen: set[int] = set()
        self._unfolded = 0

    def value(self, node: yaml.Node, depth: int) -> object:
        if isinstance(node, yaml.ScalarNode):
            self._count(node, 1 + len(node.value) // _CHARACTERS)
            return scalar(node)
        if node.tag not in _CONTAINER_TAGS:
            raise YamlMistake(_UNKNOWN_TAG, _line(node), _QUOTE)
        self._enter(node, depth)
        if isinstance(node, yaml.SequenceNode):
            value: object = [self._below(index, item, depth) for index, item in enumerate(node.value)]
        else:
            value = self._mapping(node, depth)
        self._open.discard(id(node))
        return value

    def _below(self, step: str | int, node: yaml.Node, depth: int) -> object:
        self._path.append(step)
        value = self.value(node, depth + 1)
        self._path.pop()
        return value

    def _enter(self, node: yaml.Node, depth: int) -> None:
        if id(node) in self._open:
            raise YamlMistake(f"{_TOO_DEEP}: an alias stands inside what it stands for", _line(node))
        if depth >= DEEPEST:
            raise YamlMistake(_TOO_DEEP, _line(node))
        self._count(node, 1 + len(node.value))
        self._open.add(id(node))

    def _count(self, node: yaml.Node, size: int) -> None:
        if id(node) in self._seen:
            self._unfolded += size
            if self._unfolded > MOST_UNFOLDED:
                raise YamlMistake("aliases unfold to far more than what is written", _line(node))
        self._seen.add(id(node))

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, object]:
        own: dict[str, object] = {}
        merged: dict[str, object] = {}
        for key_node, value_node in node.value:
            if is_merge(key_node):
                for source in merge_sources(value_node):
                    for key, value in self._merged(source, depth).items():
                        merged.setdefault(key, value)
                continue
            key = key_text(key_node)
            if key in own:
                self._stands_twice(key, key_node)
            own[key] = self._below(key, value_node, depth)
        return {**merged, **own} if merged else own

    def _merged(self, source: yaml.MappingNode, depth: int) -> dict[str, object]:
        self._enter(source, depth + 1)
        value = self._mapping(source, depth + 1)
        self._open.discard(id(source))
        return value

    def _stands_twice(self, key: str, node: yaml.Node) -> None:
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self._path).lstrip(".")
        which = f"the key {key[:60]!r}" if may_be_shown(key, place, ()) else "a key (hidden)"
        mistake = YamlMistake(f"{which} stands twice in one mapping", _line(node), "remove one of them")
        if self._twice is None:
            raise mistake
        self._twice.append(((*self._path, key), mistake))


def is_merge(key: yaml.Node) -> bool:
    """Return whether a key is the plain `<<`."""
    return isinstance(key, yaml.ScalarNode) and key.tag == _PLAIN and key.value == "<<"


def merge_sources(value: yaml.Node) -> list[yaml.MappingNode]:
    """Return the mappings that a `<<` merges, the strongest first. YamlMistake if it merges anything else."""
    sources = value.value if isinstance(value, yaml.SequenceNode) else [value]
    for source in sources:
        if not isinstance(source, yaml.MappingNode):
            raise YamlMistake("a << merges something that is not a mapping", _line(value))
    return list(sources)


def key_text(key: yaml.Node) -> str:
    """Return a key as it is written: 1.20 stays "1.20". YamlMistake if it is a mapping or a list."""
    if not isinstance(key, yaml.ScalarNode):
        hint = "if this is a template, render it first, for example with helm template"
        raise YamlMistake("a key is a mapping or a list, not text", _line(key), hint)
    return str(key.value)


def scalar(node: yaml.ScalarNode) -> object:
    """Return a scalar's value. YamlMistake if it is too long, or has a tag that is not YAML's own."""
    text: str = node.value
    if len(text) > LONGEST_SCALAR:
        raise YamlMistake(f"a value has {len(text):,} characters; the most is {LONGEST_SCALAR:,}", _line(node))
    if node.tag == _PLAIN:
        return plain_value(text)
    if node.tag in _TEXT_TAGS:
        return text
    if node.tag in _CORE_TAGS:
        return plain_value(text)
    raise YamlMistake(_UNKNOWN_TAG, _line(node), _QUOTE)


def plain_value(text: str) -> object:
    """Return what an unquoted text means: null, a boolean, a number, or itself."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if len(text) > _LONGEST_NUMBER or text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return _integer(text.replace("_", ""))
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if abs(number) < float("inf") else text
    return text


def _integer(text: str) -> int | str:
    digits = text.lstrip("+-")
    try:
        base = 8 if re.fullmatch(r"0[0-7]+", digits) else 0
        number = int(digits, base)
    except ValueError:
        return text
    return -number if text.startswith("-") else number


def find_line(root: yaml.Node, path: Path) -> int:
    """Return the line of the value at *path*, or of the nearest thing above it that is written."""
    node, line = root, _line(root)
    for step in path:
        found = _child(node, step)
        if found is None:
            break
        node, line = found
    return line


def child_node(node: yaml.Node, step: str | int) -> yaml.Node | None:
    """Return the node of what stands at *step* in a mapping or a list."""
    found = _child(node, step)
    return None if found is None else found[0]


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, int] | None:
    """The node at *step* and its line; what a mapping merges is looked at after its own keys, each mapping once."""
    if isinstance(node, yaml.SequenceNode):
        inside = isinstance(step, int) and step < len(node.value)
        return (node.value[step], _line(node.value[step])) if inside else None
    waiting, seen = [node], {id(node)}
    while waiting:
        each = waiting.pop()
        if not isinstance(each, yaml.MappingNode):
            continue
        sources: list[yaml.Node] = []
        for key, value in each.value:
            if is_merge(key):
                sources += [source for source in merge_sources(value) if id(source) not in seen]
            elif isinstance(key, yaml.ScalarNode) and key.value == step:
                return value, _line(key)
        seen.update(map(id, sources))
        waiting += reversed(sources)
    return None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
