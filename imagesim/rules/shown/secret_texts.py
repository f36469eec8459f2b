"""What in a text looks like a secret, wherever the text comes from: logins and signatures in addresses, tokens, pairs.

    https://user:password@host/path, user:password@host     what stands before the @
    https://host/path?sig=..., ?token=..., #access_token=   the value of each parameter that is not known to be harmless
    Bearer ..., Basic ...                                   what follows
    password:hunter2, --token=..., "apiKey": "..."          what follows; only in what people wrote (`pairs_hidden`)

The @ of a digest (app@sha256:...) is no login's, and neither is one behind a host with a port (host:5000/app@x.y). One
without a host behind it (nginx:1.27@latest) is a slip of the pen in the name of an image, which people have to see in
events and tables; of a mistake in what they wrote it is hidden all the same (`pairs_hidden`).

Time grows with the length of the text alone, whatever stands in it.
"""

import re
from collections.abc import Callable

HIDDEN = "..."

_TOKEN = re.compile(r"\S+")
_DIGEST = re.compile(r"sha\d+:")
_ANYTHING, _HOST = re.compile(""), re.compile(r"localhost\b|\[|[^\s@.:/]{1,63}(?:[./]|:\d+(?:\W|$))")
_PORT = re.compile(r":(?:\d+/|//)")
_MARKS = re.compile(r"[:/\"'(\[{,=<]")
"""A colon, and what a user's name begins behind."""
_PARAMETER = re.compile(r"(?P<name>[?&;#][^\s=&;?#\"']+=)(?P<secret>[^\s&;#\"'<>)\]]+)")
_SCHEME = re.compile(r"\b(?P<before>(?:Bearer|Basic) +)(?P<secret>(?=[^\s\"']*\d)[A-Za-z0-9._~+/=-]{8,})")
_SECRET_WORD = r"passw(?:or)?d|passphrase|pwd|token|secret|api[-_]?key|private[-_]?key|authorization|credential"
_PAIR = re.compile(
    rf"(?P<name>(?:{_SECRET_WORD})s?[\"']?\s*[:=]\s*[\"']?)(?!\.\.\.)(?P<secret>[^\s\"'].*)", re.IGNORECASE | re.DOTALL
)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_ONE_CHARACTER = re.compile(r".|\\.{1,9}|<[a-z ]+>")
_HARMLESS = {"ns", "scope", "service", "account", "client_id", "offline_token", "from", "mount", "digest", "n", "last"}
"""The parameters that registries, token servers and containerd itself put into addresses."""
_OF_PROBES = {"#success=", "#failure="}
"""The counts that kubectl describe writes behind the address of a probe."""

Hide = Callable[[str], str]


def _all_of_it(_: str) -> str:
    return HIDDEN


def addresses_hidden(text: str, hide: Hide = _all_of_it, *, host: bool = True) -> str:
    """*text* with *hide* of each login that stands in an address, and without the secrets of its parameters.

    Without *host* there need be none behind the @.
    """
    if "@" in text:
        behind = _HOST if host else _ANYTHING
        text = _TOKEN.sub(lambda found: _login_hidden(found[0], hide, behind), text)
    return _PARAMETER.sub(_parameter_hidden, text) if "=" in text else text


def secrets_hidden(text: str) -> str:
    """*text* without everything in it that looks like a secret, whoever wrote it."""
    text = addresses_hidden(text)
    if "Bearer " in text or "Basic " in text:
        text = _SCHEME.sub(rf"\g<before>{HIDDEN}", text)
    return text


def _login_hidden(token: str, hide: Hide, behind: re.Pattern[str]) -> str:
    """A word without what stands before its last @, from its `://` on or from the user of `user:password`."""
    at = _last_at(token, _ANYTHING if "://" in token else behind)
    begin = _begin_of_login(token[:at]) if at > 0 else -1
    return token if begin < 0 else f"{token[:begin]}{hide(token[begin:at])}{token[at:]}"


def _last_at(token: str, behind: re.Pattern[str]) -> int:
    """Where the last @ is that no digest stands behind but what fits *behind*; -1 if there is none."""
    at = token.rfind("@")
    while at >= 0 and (_DIGEST.match(token, at + 1) or not behind.match(token, at + 1)):
        at = token.rfind("@", 0, at)
    return at


def _begin_of_login(before: str) -> int:
    """Where the login begins that ends *before* an @; -1 if there is none."""
    address = before.find("://")
    if address >= 0:
        return address + 3
    begin = 0
    for mark in _MARKS.finditer(before):
        if mark[0] != ":":
            begin = mark.end()
        elif begin < mark.start() and not _PORT.match(before, mark.start()):
            return begin
    return -1


def _parameter_hidden(found: re.Match[str]) -> str:
    name = found["name"]
    return found[0] if name[1:-1].lower() in _HARMLESS or name in _OF_PROBES else f"{name}{HIDDEN}"


def without_user(key: str) -> str:
    """A registry key as it may be shown: a user and a password that stand before an @ are left out."""
    _, at, rest = key.rpartition("@")
    return f"...@{rest}" if at else key


def pairs_hidden(text: str) -> str:
    """*text*, which people wrote, without what follows a word for a secret: `password:hunter2` is `password:...`."""
    return _PAIR.sub(rf"\g<name>{HIDDEN}", secrets_hidden(addresses_hidden(text, host=False)))


def quotes_left_out(said: str) -> str:
    """What a library says of a text, without what it repeats of it. Single characters stay: `expected ','`.

    So do the names that YAML has for its own parts, such as `'<block end>'`.
    """
    return _QUOTED.sub(lambda found: found[0] if _ONE_CHARACTER.fullmatch(found[0][1:-1]) else "a word", said)


def quotes_hidden(sentence: str) -> str:
    """A sentence of ours, in which what people wrote stands in quotes."""
    return _QUOTED.sub(lambda found: pairs_hidden(found[0]), secrets_hidden(sentence))
