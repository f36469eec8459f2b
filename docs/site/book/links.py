"""Links of a text in the site. Pages and pictures stay as they are; any other file of the repository becomes a text
that a browser shows: `../tests/test_docs.py` leads to a copy called `../tests/test_docs.py.txt`.
"""

import re
from collections.abc import Callable, Collection
from pathlib import PurePosixPath
from posixpath import normpath

_KEPT_WHOLE = re.compile(r"```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)  # code: nothing in it is a link
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s#]+)(#[^)\s]*)?\)")
_SHOWN = (".html", ".json", ".yaml", ".txt", ".svg", ".png", ".gif")
"""What a browser shows by its own ending."""


class Links:
    """Rewrites links; `files` has what the site needs besides its *pages*: the name there of each file, by its path."""

    def __init__(self, pages: Collection[str]) -> None:
        self._pages = pages
        self.files: dict[str, str] = {}

    def rewritten(self, text: str, page: str) -> str:
        """*text* of *page*, a path in the repository, with the links that the site needs. Code stays as it is."""
        return outside_code(text, lambda part: _LINK.sub(lambda link: self._link(link, page), part))

    def _link(self, link: re.Match[str], page: str) -> str:
        picture, words, target, anchor = link.group(1), link.group(2), link.group(3), link.group(4) or ""
        if "://" in target or target.startswith(("mailto:", "site:")):
            return (
                link.group() if not target.startswith("site:") else _tag(words, self._above(page) + target[5:] + anchor)
            )
        path = normpath((PurePosixPath(page).parent / target).as_posix())
        if picture or path in self._pages:
            return link.group()
        name = path if path.endswith(_SHOWN) else f"{path}.txt"
        self.files[path] = name
        return _tag(words, self._above(page) + name + anchor)

    @staticmethod
    def _above(page: str) -> str:
        return "../" * page.count("/")


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """*text* with *change* made to all of it but what stands in code: words in backticks that a link's text has are
    part of the link.
    """
    kept: list[str] = []

    def keep(code: re.Match[str]) -> str:
        kept.append(code.group())
        return f"\0{len(kept) - 1}\0"

    changed = change(_KEPT_WHOLE.sub(keep, text))
    return re.sub(r"\0(\d+)\0", lambda mark: kept[int(mark.group(1))], changed)


def _tag(words: str, address: str) -> str:
    # As HTML: Sphinx would look for a page of it, or make a download.
    return f'<a href="{address}">{words}</a>'
