"""What a lab says, as plain text: for a stored notebook, a reader without widgets, and the comparison of notebooks.

The text is read off the view's own HTML, so nothing is said twice: paragraphs, tables with their captions in aligned
columns, list items, a picture by the words that it has for people who cannot see it.
"""

from collections.abc import Sequence
from html.parser import HTMLParser

from imagesim.results.report.kubectl_format import columns

_SILENT = ("style", "svg")
_BLOCKS = ("p", "div", "li", "ul", "table", "caption", "details", "summary", "code")


def lab_text(title: str, set_to: Sequence[tuple[str, str]], view: str) -> str:
    """Title, controls with what they are set to, and the view: the same text for the same lab in every process."""
    return "\n\n".join(part for part in (title, columns(set_to, least=0), view_text(view)) if part)


def view_text(view: str) -> str:
    """The text of a lab's HTML, one block after the other; a table is one block."""
    reader = _Reader()
    reader.feed(view)
    reader.close()
    return "\n\n".join(reader.blocks)


class _Reader(HTMLParser):
    """Collects blocks of text; knows the few elements that labs use."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._text = ""
        self._silent = ""
        self._rows: list[list[str]] | None = None
        self._caption = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            return
        if tag in _SILENT:
            self._silent = tag
            words = dict(attrs).get("aria-label")
            if words:
                self._end_block()
                self.blocks.append(f"(picture: {words})")
        elif tag == "br":
            self._text += "\n"
        elif tag == "table":
            self._end_block()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in _BLOCKS and not self._in_paragraph(tag):
            self._end_block()

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
        elif tag == "caption":
            self._caption, self._text = self._text.strip(), ""
        elif tag in ("th", "td") and self._rows:
            self._rows[-1].append(" ".join(self._text.split()))
            self._text = ""
        elif tag == "table":
            self._end_table()
        elif tag in _BLOCKS and not self._in_paragraph(tag):
            self._end_block()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text += data

    def close(self) -> None:
        super().close()
        self._end_block()

    def _in_paragraph(self, tag: str) -> bool:
        # `The same in a terminal: <code>...</code>` is one sentence; the code of folded details is a block.
        return tag == "code" and bool(self._text.strip())

    def _end_block(self) -> None:
        if self._text.strip():
            self.blocks.append(self._text.strip())
        self._text = ""

    def _end_table(self) -> None:
        lines = [line.rstrip() for line in columns(self._rows or [], least=0).splitlines()]
        self.blocks.append("\n".join([self._caption, *lines] if self._caption else lines))
        self._rows, self._caption = None, ""
