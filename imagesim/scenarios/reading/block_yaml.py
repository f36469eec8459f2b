"""YAML as kubectl, Helm and people mostly write it, read line by line: a third of the time of the whole of YAML.

`read_blocks` knows block mappings and lists, scalars on one line, flow values on one line and literal texts. Whatever
else it meets (anchors, tags, folded texts, several lines of one scalar, a key that stands twice, a mistake) it leaves
to yaml_values, which reads the whole text from its beginning and says what is wrong and where. So it may give up, but
must never read anything otherwise than yaml_values does; tests/scenarios/reading/test_block_yaml.py holds one against
the other.
"""

import re
from collections.abc import Iterator

import yaml

from imagesim.scenarios.reading.limits import LONGEST_SCALAR
from imagesim.scenarios.reading.yaml_values import YamlMistake, compose, construct, plain_value

_DEEPEST = 50
_LONGEST_KEY = 1000
_KEY = re.compile(r"[A-Za-z0-9_./][^\s#]*")
_QUOTED_KEY = re.compile(r"\"([^\"\\]+)\"|'([^']+)'")
# The first character of a plain scalar that no indicator of YAML is; `-` only before something else.
_PLAIN = re.compile(r"(?:[A-Za-z0-9_./~+(<=^$;\\]|-\S).*")
_FLOW = "\"'[{"
_NOT_IN_FLOW = re.compile("[&*!]")
_LITERAL = {"|": "\n", "|-": ""}


class _GiveUpError(Exception):
    """This is not as simple as it looked."""


def read_blocks(text: str) -> list[object] | None:
    """Return the documents of *text* without the empty ones, or None if this is left to yaml_values."""
    try:
        return list(_Lines(text.replace("\r\n", "\n")).documents())
    except _GiveUpError:
        return None


class _Lines:
    """A text's lines, and what has been read of them.

    `_frames` are the mappings and lists that are open, outermost first, each with its indentation. `_waiting` is the
    key whose line ended behind its colon: what it holds is decided by the next line.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._at = 0
        self._frames: list[tuple[int, dict[str, object] | list[object]]] = []
        self._waiting = ""
        self._metadata: object = None
        self._keys: dict[str, str] = {}
        self._scalars: dict[str, object] = {}

    def documents(self) -> Iterator[object]:
        lines = self._lines
        count = len(lines)
        while self._at < count:
            line = lines[self._at]
            self._at += 1
            content = line.lstrip(" ")
            if not content:
                continue
            if content[0] == "#":
                _check_printable(content)
                continue
            indent = len(line) - len(content)
            if not indent and line.startswith(("---", "...")):
                if line.rstrip(" ") != "---":
                    raise _GiveUpError
                yield from self._ended()
            elif content.startswith("- "):
                self._item(indent, content)
            else:
                self._entry(self._mapping(indent), indent, content)
        yield from self._ended()

    def _ended(self) -> Iterator[object]:
        self._close_waiting()
        if self._frames:
            yield self._frames[0][1]
            self._frames = []

    def _close_waiting(self) -> None:
        if self._waiting:
            self._put(self._waiting, None)
            self._waiting = ""

    def _put(self, key: str, value: object) -> None:
        _, mapping = self._frames[-1]
        assert isinstance(mapping, dict)
        mapping[key] = value

    def _open(self, indent: int, value: dict[str, object] | list[object]) -> None:
        if len(self._frames) >= _DEEPEST:
            raise _GiveUpError
        if self._waiting:
            self._put(self._waiting, value)
            if self._waiting == "metadata":
                self._metadata = value
            self._waiting = ""
        elif self._frames:
            _, items = self._frames[-1]
            if not isinstance(items, list):
                raise _GiveUpError
            items.append(value)
        self._frames.append((indent, value))

    def _mapping(self, indent: int) -> dict[str, object]:
        """The mapping that an entry at that indentation belongs to; it may begin with it."""
        frames = self._frames
        if self._waiting:
            if indent > frames[-1][0]:
                self._open(indent, {})
            else:
                self._close_waiting()
        elif not frames:
            self._open(indent, {})
        while frames and (frames[-1][0] > indent or (frames[-1][0] == indent and isinstance(frames[-1][1], list))):
            frames.pop()
        if not frames or frames[-1][0] != indent:
            raise _GiveUpError
        value = frames[-1][1]
        assert isinstance(value, dict)
        return value

    def _item(self, indent: int, content: str) -> None:
        frames = self._frames
        if self._waiting:
            # A list may begin right below its key.
            if indent >= frames[-1][0]:
                self._open(indent, [])
            else:
                self._close_waiting()
        elif not frames:
            self._open(indent, [])
        while frames and frames[-1][0] > indent:
            frames.pop()
        if not frames or frames[-1][0] != indent or not isinstance(frames[-1][1], list):
            raise _GiveUpError
        inner = content[2:].lstrip(" ")
        if not inner or inner[0] == "#":
            raise _GiveUpError
        if inner[0] not in _FLOW and (": " in inner or inner[-1] == ":"):
            indent += len(content) - len(inner)
            mapping: dict[str, object] = {}
            self._open(indent, mapping)
            self._entry(mapping, indent, inner)
        else:
            frames[-1][1].append(self._value(inner))

    def _entry(self, mapping: dict[str, object], indent: int, content: str) -> None:
        written, colon, rest = content.partition(": ")
        if not colon:
            if content[-1] != ":":
                raise _GiveUpError
            written = content[:-1]
        key = self._keys.get(written)
        if key is None:
            key = self._keys[written] = _key(written)
        if key in mapping:
            raise _GiveUpError
        if rest in self._scalars:
            mapping[key] = self._scalars[rest]
            return
        rest = rest.strip(" ")
        if not rest or rest[0] == "#":
            if key == "managedFields" and mapping is self._metadata:
                self._skip(indent)
                return
            mapping[key] = None  # holds its place: a key that stands twice is a mistake
            self._waiting = key
        elif rest in _LITERAL:
            mapping[key] = self._literal(indent, _LITERAL[rest])
        else:
            mapping[key] = self._value(rest)

    def _skip(self, indent: int) -> None:
        """Pass over what stands below a key at that indentation."""
        lines = self._lines
        while self._at < len(lines):
            line = lines[self._at]
            content = line.lstrip(" ")
            depth = len(line) - len(content)
            if content and (depth < indent or (depth == indent and not content.startswith("- "))):
                return
            self._at += 1

    def _value(self, written: str) -> object:
        if written in self._scalars:
            return self._scalars[written]
        _check_printable(written)
        text = written.partition(" #")[0].rstrip(" ")
        if _PLAIN.fullmatch(text) and ": " not in text and text[-1] != ":":
            if len(text) > LONGEST_SCALAR:
                raise _GiveUpError
            value = self._scalars[written] = plain_value(text)
            return value
        if written == "{}":
            return {}
        if written == "[]":
            return []
        return self._flow(written)

    def _flow(self, written: str) -> object:
        """A quoted text, or a list or mapping in brackets, that begins and ends on one line."""
        first = written[0]
        if first not in _FLOW:
            raise _GiveUpError
        if first in "\"'" and first == written[-1] and len(written) > 1:
            inner = written[1:-1]
            if first not in inner and "\\" not in inner and len(inner) <= LONGEST_SCALAR:
                self._scalars[written] = inner
                return inner
        if _NOT_IN_FLOW.search(written):
            raise _GiveUpError
        try:
            (node,) = compose(written)
            value = construct(node, len(self._frames))
        except (YamlMistake, ValueError):
            raise _GiveUpError from None
        # `[a]: b` begins with a bracket, too.
        if isinstance(node, yaml.ScalarNode) == (first in "[{") or getattr(node, "flow_style", True) is not True:
            raise _GiveUpError
        return value

    def _literal(self, indent: int, end: str) -> str:
        """The lines of a text below a key at that indentation."""
        lines, begin = self._lines, self._at
        while begin < len(lines) and not lines[begin].strip(" "):
            begin += 1
        if begin == len(lines):
            raise _GiveUpError
        first = lines[begin]
        margin = len(first) - len(first.lstrip(" "))
        if margin <= indent or first[margin] == "\t" or any(len(line) > margin for line in lines[self._at : begin]):
            raise _GiveUpError
        stop = begin
        while stop < len(lines) and (not lines[stop].strip(" ") or not lines[stop][:margin].strip(" ")):
            stop += 1
        if stop == len(lines) and lines[-1]:
            raise _GiveUpError  # a last line without an end
        for line in lines[begin:stop]:
            _check_printable(line.replace("\t", ""))
        text = "\n".join([line[margin:] for line in lines[self._at : stop]]).rstrip("\n") + end
        self._at = stop
        if len(text) > LONGEST_SCALAR:
            raise _GiveUpError
        return text


def _key(written: str) -> str:
    key = written.rstrip(" ")
    _check_printable(key)
    if len(key) > _LONGEST_KEY:
        raise _GiveUpError
    if _KEY.fullmatch(key):
        return key
    quoted = _QUOTED_KEY.fullmatch(key)
    if quoted is None:
        raise _GiveUpError
    return quoted[1] or quoted[2]


def _check_printable(text: str) -> None:
    """Tabs, other line breaks and control characters have meanings of their own, or none."""
    if not text.isprintable():
        raise _GiveUpError
