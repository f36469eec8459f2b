"""The text of questions and explanations: paragraphs, `code`, **bold**, *stress*, blocks between lines of backticks."""

import re

from imagesim.rules.shown import gate

_BLOCK = re.compile(r"^[ \t]*```\w*\n(.*?)^[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_CODE = re.compile(r"(`[^`]+`)")
_CODE_HERE = "\x00"
"""Stands where a piece of code does; no text that is shown holds it."""
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_STRESS = re.compile(r"(?<![\w*/])\*(\w(?:[^*]*\w)?)\*(?![\w*])")


def light_html(text: str) -> str:
    """*text* as HTML. Everything else that it holds is shown as it stands."""
    pieces = _BLOCK.split(text)  # prose, block, prose, block, ..., prose
    return "".join(block_html(piece) if place % 2 else _prose(piece) for place, piece in enumerate(pieces))


def light_plain(text: str) -> str:
    """*text* for a terminal: its paragraphs, each on one line, and its blocks, without the marks of bold and code."""
    pieces = _BLOCK.split(text)
    plain = [block_plain(piece) if place % 2 else _plain_prose(piece) for place, piece in enumerate(pieces)]
    return "\n\n".join(piece for piece in plain if piece)


def block_html(text: str) -> str:
    """Lines that stay as they are, such as what kubectl prints."""
    return "<pre>" + "\n".join(gate.markup(line) for line in text.rstrip("\n").split("\n")) + "</pre>"


def block_plain(text: str) -> str:
    """The same for a terminal."""
    return str(gate.lines(text.rstrip("\n").split("\n")))


def _prose(text: str) -> str:
    return "".join(f"<p>{_marked(paragraph)}</p>" for paragraph in _paragraphs(text))


def _plain_prose(text: str) -> str:
    return "\n\n".join(gate.line(_unmarked(paragraph)) for paragraph in _paragraphs(text))


def _paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in _PARAGRAPHS.split(text) if paragraph.strip()]


def _marked(text: str) -> str:
    return _with_marks(gate.markup(text), "<code>{}</code>", r"<strong>\1</strong>", r"<em>\1</em>")


def _unmarked(text: str) -> str:
    return _with_marks(text, "{}", r"\1", r"\1")


def _with_marks(text: str, code: str, bold: str, stress: str) -> str:
    """*text* with its marks replaced. Code is set aside meanwhile: bold may go around it, not into it."""
    pieces = _CODE.split(text)  # prose, code, prose, ...
    prose = _CODE_HERE.join(pieces[::2])
    set_aside = iter(pieces[1::2])
    prose = _STRESS.sub(stress, _BOLD.sub(bold, prose))
    return re.sub(_CODE_HERE, lambda _: code.format(next(set_aside)[1:-1]), prose)
