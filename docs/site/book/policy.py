"""A content security policy in each page: nothing comes from another host, and no script runs that the site did not
bring. What the theme writes into a page itself is known by its hash.
"""

import base64
import hashlib
import re
from collections.abc import Collection
from html.parser import HTMLParser

_HEAD = re.compile(r"<head>|<meta charset=\"utf-8\"\s*/?>", re.IGNORECASE)
RULES = (
    "default-src 'self'",
    # Pyodide compiles WebAssembly; that is no eval of JavaScript.
    "script-src 'self' 'wasm-unsafe-eval'{hashes}",
    # Pictures and tables have their colours in attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "worker-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",  # the search is a form
)
"""The one list of rules, for each page of the site; {hashes} are those of the scripts that stand in a page itself."""

_DATA = ("application/json", "application/ld+json")


class _Scripts(HTMLParser):
    """The scripts that stand in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_in_one = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._is_in_one = tag == "script" and "src" not in given and given.get("type") not in _DATA

    def handle_data(self, data: str) -> None:
        if self._is_in_one:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_in_one = False


def policy(scripts: Collection[str] = ()) -> str:
    """The policy of a page in which these *scripts* stand, and no others."""
    return "; ".join(RULES).format(hashes="".join(f" '{_hash(script)}'" for script in scripts))


def with_policy(page: str) -> str:
    """The HTML of *page* with its policy, before anything that it allows. ValueError for a page without a head."""
    if 'http-equiv="Content-Security-Policy"' in page:
        return page
    scripts = _Scripts()
    scripts.feed(page)
    rules = policy(list(dict.fromkeys(scripts.found)))
    found = list(_HEAD.finditer(page))
    if not found:
        raise ValueError("a page without a head can have no policy")
    end = found[min(1, len(found) - 1)].end()  # behind the charset, if that comes first as it should
    return f'{page[:end]}\n<meta http-equiv="Content-Security-Policy" content="{rules}">{page[end:]}'


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
