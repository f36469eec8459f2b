r"""Plain values become YAML text that reads back as the same values, and that a terminal may show.

A text that would read as something else is quoted: a tag 1.27 is no number. One with characters that forge lines or
that nobody sees is written with escapes, as "\e[2J": whoever reads the file back gets them, and a terminal does not.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from imagesim.rules.shown.characters import on_one_line
from imagesim.scenarios.reading.yaml_values import plain_value


def to_yaml(documents: Iterable[Mapping[str, Any]]) -> str:
    """Return *documents* as one YAML text, each after a `---`."""
    return yaml.dump_all(documents, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120, explicit_start=True)


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


_Dumper.add_representer(str, _represent_text)
