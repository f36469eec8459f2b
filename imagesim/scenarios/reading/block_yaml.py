"""YAML as kubectl, Helm and people mostly write it, read line by line: a third of the time of the whole of YAML.

`read_blocks` knows block mappings and lists, flow values on one line, literal texts, and scalars, also those that
kubectl breaks into several lines at column 80. Whatever else it meets (anchors, tags, a key that stands twice, a
mistake) it leaves to yaml_values, which reads the whole text from its beginning and says what is wrong and where. So it
may give up, but must never read anything otherwise than yaml_values does; tests/scenarios/reading/test_block_yaml.py
holds one against the other.
"""

import re
from collections.abc import Iterator

import yaml

from imagesim.scenarios.reading.block_texts import (
    BLOCK_TEXT,
    GiveUpError,
    check_printable,
    goes_on,
    leaves_open,
    text_of_lines,
)
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


def read_blocks(text: str) -> list[object] | None:
    """Return the documents of *text* without the empty ones, or None if this is left to yaml_values."""
    try:
        return list(_Lines(text.replace("\r\n", "\n")).documents())
    except GiveUpError:
        return None


class _Lines:
    """A text's lines, and what has been read of them.

    `_frames` are the mappings and lists that are open, outermost first, each with its indentation. `_waiting` is the
    key whose line ended behind its colon: what it holds is decided by the next line. Before line `_ended_at` a text of
    several lines has ended.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._at = 0
        self._frames: list[tuple[int, dict[str, object] | list[object]]] = []
        self._waiting = ""
        self._ended_at = 0
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
                check_printable(content)
                continue
            indent = len(line) - len(content)
            if self._frames and not self._waiting and indent > self._frames[-1][0]:
                self._go_on()
            elif not indent and line.startswith(("---", "...")):
                if line.rstrip(" ") != "---":
                    raise GiveUpError
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
            raise GiveUpError
        if self._waiting:
            self._put(self._waiting, value)
            if self._waiting == "metadata":
                self._metadata = value
            self._waiting = ""
        elif self._frames:
            _, items = self._frames[-1]
            if not isinstance(items, list):
                raise GiveUpError
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
            raise GiveUpError
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
            raise GiveUpError
        inner = content[2:].strip(" ")
        if not inner or inner[0] == "#":
            raise GiveUpError
        if BLOCK_TEXT.fullmatch(inner):
            frames[-1][1].append(self._block_text(indent, inner))
        elif inner[0] not in _FLOW and (": " in inner or inner[-1] == ":"):
            indent += len(content) - len(content[2:].lstrip(" "))
            mapping: dict[str, object] = {}
            self._open(indent, mapping)
            self._entry(mapping, indent, inner)
        else:
            frames[-1][1].append(self._value(inner, indent))

    def _entry(self, mapping: dict[str, object], indent: int, content: str) -> None:
        written, colon, rest = content.partition(": ")
        if not colon:
            if content[-1] != ":":
                raise GiveUpError
            written = content[:-1]
        key = self._keys.get(written)
        if key is None:
            key = self._keys[written] = _key(written)
        if key in mapping:
            raise GiveUpError
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
        elif BLOCK_TEXT.fullmatch(rest):
            mapping[key] = self._block_text(indent, rest)
        else:
            mapping[key] = self._value(rest, indent)

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

    def _value(self, written: str, indent: int) -> object:
        if written in self._scalars:
            return self._scalars[written]
        check_printable(written)
        text = written.partition(" #")[0].rstrip(" ")
        if _PLAIN.fullmatch(text) and ": " not in text and text[-1] != ":":
            if len(text) > LONGEST_SCALAR:
                raise GiveUpError
            value = self._scalars[written] = plain_value(text)
            return value
        if written == "{}":
            return {}
        if written == "[]":
            return []
        return self._flow(written, indent)

    def _flow(self, written: str, indent: int) -> object:
        """A quoted text, or a list or mapping in brackets that begins and ends on one line."""
        first = written[0]
        if first not in _FLOW:
            raise GiveUpError
        if first in "\"'" and leaves_open(written, first):
            return self._quoted(written, indent)
        if first in "\"'" and first == written[-1] and len(written) > 1:
            inner = written[1:-1]
            if first not in inner and "\\" not in inner and len(inner) <= LONGEST_SCALAR:
                self._scalars[written] = inner
                return inner
        if _NOT_IN_FLOW.search(written):
            raise GiveUpError
        try:
            (node,) = compose(written)
            value = construct(node, len(self._frames))
        except (YamlMistake, ValueError):
            raise GiveUpError from None
        # `[a]: b` begins with a bracket, too.
        if isinstance(node, yaml.ScalarNode) == (first in "[{") or getattr(node, "flow_style", True) is not True:
            raise GiveUpError
        return value

    def _quoted(self, written: str, indent: int) -> object:
        """A quoted text that goes on below a key or dash at that indentation."""
        lines, begin = self._lines, self._at
        first = lines[begin - 1]
        written += first[len(first.rstrip(" ")) :]  # a space may be escaped
        is_open = True
        while is_open:
            if self._at == len(lines):
                raise GiveUpError
            line = lines[self._at]
            if line.strip(" ") and len(line) - len(line.lstrip(" ")) <= indent:
                raise GiveUpError
            is_open = is_open != leaves_open(line, written[0])
            self._at += 1
        return self._of_lines(written, lines[begin : self._at])

    def _go_on(self) -> None:
        """This line goes on with the plain scalar before it, which is the last that was put anywhere."""
        lines, begin = self._lines, self._at - 1
        indent, holder = self._frames[-1]
        while not lines[begin - 1].strip(" "):
            begin -= 1
        if begin <= self._ended_at:
            raise GiveUpError
        written = lines[begin - 1].lstrip(" ")
        if written.startswith("- "):
            written = written[2:].lstrip(" ")
        while self._at < len(lines) and goes_on(lines[self._at], indent):
            self._at += 1
        going_on = lines[begin : self._at]
        if isinstance(holder, list):
            if not holder or not isinstance(holder[-1], str | int | float | None):
                raise GiveUpError
            holder[-1] = self._of_plain(written, going_on)
            return
        _, colon, rest = written.partition(": ")
        if not colon or not holder:
            raise GiveUpError
        holder[next(reversed(holder))] = self._of_plain(rest.strip(" "), going_on)

    def _of_plain(self, written: str, going_on: list[str]) -> object:
        if not _PLAIN.fullmatch(written) or written[0] in "|>" or " #" in written:
            raise GiveUpError
        return self._of_lines(written, going_on)

    def _of_lines(self, written: str, going_on: list[str]) -> object:
        value = text_of_lines(written, going_on)
        self._ended_at = self._at
        return value

    def _block_text(self, indent: int, header: str) -> object:
        """A literal or folded text below a key or dash at that indentation."""
        if header in _LITERAL:
            return self._literal(indent, _LITERAL[header])
        lines, begin = self._lines, self._at
        while self._at < len(lines) and goes_on(lines[self._at], indent):
            self._at += 1
        if self._at == len(lines):
            raise GiveUpError  # its end may matter
        return self._of_lines(header, [line[indent:] for line in lines[begin : self._at]])

    def _literal(self, indent: int, end: str) -> str:
        """The lines of a text below a key at that indentation."""
        lines, begin = self._lines, self._at
        while begin < len(lines) and not lines[begin].strip(" "):
            begin += 1
        if begin == len(lines):
            raise GiveUpError
        first = lines[begin]
        margin = len(first) - len(first.lstrip(" "))
        if margin <= indent or first[margin] == "\t" or any(len(line) > margin for line in lines[self._at : begin]):
            raise GiveUpError
        stop = begin
        while stop < len(lines) and (not lines[stop].strip(" ") or not lines[stop][:margin].strip(" ")):
            stop += 1
        if stop == len(lines) and lines[-1]:
            raise GiveUpError  # a last line without an end
        for line in lines[begin:stop]:
            check_printable(line.replace("\t", ""))
        text = "\n".join([line[margin:] for line in lines[self._at : stop]]).rstrip("\n") + end
        self._at = self._ended_at = stop
        if len(text) > LONGEST_SCALAR:
            raise GiveUpError
        return text


def _key(written: str) -> str:
    key = written.rstrip(" ")
    check_printable(key)
    if len(key) > _LONGEST_KEY:
        raise GiveUpError
    if _KEY.fullmatch(key):
        return key
    quoted = _QUOTED_KEY.fullmatch(key)
    if quoted is None:
        raise GiveUpError
    return quoted[1] or quoted[2]
