r"""Plain values become YAML text that reads back as the same values, and that a terminal may show.

A text that would read as something else is quoted: a tag 1.27 is no number. One with characters that forge lines or
that nobody sees is written with escapes, as "\e[2J": whoever reads the file back gets them, and a terminal does not.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from imagesim.rules.shown.characters import on_one_line
from imagesim.scenarios.reading.yaml_values import plain_value


def to_yaml(documents: Iterable[Mapping[str, Any]]) -> str:
    """Return *documents* as one YAML text, each after a `---`."""
    return yaml.dump_all(documents, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120, explicit_start=True)


def sorted_yaml(document: Mapping[str, Any]) -> str:
    """One document with its keys sorted, as kubectl writes it: no line is folded, and quotation marks are double."""
    return yaml.dump(document, Dumper=_GoDumper, sort_keys=True, allow_unicode=True, width=float("inf"))


class _Dumper(yaml.SafeDumper):
    """Quotes and escapes where that is needed, and folds no repeated value into an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        letters, self.allow_unicode = self.allow_unicode, _is_seen(text)
        super().write_double_quoted(text, split)
        self.allow_unicode = letters


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "'" if not text or plain_value(text) != text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style if _is_seen(text) else '"')


def _is_seen(text: str) -> bool:
    """Whether the gate would show *text* as it is, but for its line breaks."""
    text = text.replace("\n", "")
    return on_one_line(text) == text


class _GoDumper(_Dumper):
    """As sigs.k8s.io/yaml, which puts what would read as no text in double quotation marks."""


def _represent_text_as_go(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = text and plain_value(text) == text and _DATE.fullmatch(text) is None and _is_seen(text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_DATE = re.compile(r"\d{4}-\d\d-\d\dT.*")


_Dumper.add_representer(str, _represent_text)
_GoDumper.add_representer(str, _represent_text_as_go)
