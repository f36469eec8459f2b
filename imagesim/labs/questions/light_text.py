"""The text of questions and explanations: paragraphs, `code`, **bold**, *stress*, blocks between lines of backticks."""

import re

from imagesim.rules.shown import gate

_BLOCK = re.compile(r"^[ \t]*```\w*\n(.*?)^[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_CODE = re.compile(r"(`[^`]+`)")
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
    pieces = _CODE.split(gate.markup(text))  # prose, code, prose, ...
    return "".join(
        f"<code>{piece[1:-1]}</code>"
        if place % 2
        else _STRESS.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", piece))
        for place, piece in enumerate(pieces)
    )


def _unmarked(text: str) -> str:
    pieces = _CODE.split(text)
    return "".join(
        piece[1:-1] if place % 2 else _STRESS.sub(r"\1", _BOLD.sub(r"\1", piece)) for place, piece in enumerate(pieces)
    )
