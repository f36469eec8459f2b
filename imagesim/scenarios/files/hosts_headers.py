"""Headers that a hosts.toml tells containerd to send: the login in one, and what is kept of them.

`Authorization: Basic ...` is a login, which a registry here looks at; of all other headers only that they are there is
kept, since any may hold a password. What is kept of a login has a stand-in for its password, and no padding: so it does
not look like a secret any more, and a registry would not take it for one.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from imagesim.rules.credentials.secret_value import SecretValue, stand_in
from imagesim.rules.registry.access import Login

_AUTHORIZATION = "authorization"
_OTHERS = "others"
_BASIC = "basic "


def without_secrets(headers: object) -> object:
    """The headers with stand-ins, in a form that reads as they do; what is no mapping becomes nothing of its kind."""
    if not isinstance(headers, dict):
        return headers if headers is None or isinstance(headers, bool) else 0
    kept: dict[str, Any] = {}
    for name, value in headers.items():
        shown = name if _is_login(name) else _OTHERS
        kept[shown] = [_hidden(name, one) for one in value] if isinstance(value, list) else _hidden(name, value)
    return kept


def _hidden(name: object, value: object) -> object:
    if not isinstance(value, str):
        return 0
    if not _is_login(name):
        return ""
    login = _login(value)
    if login is None:
        scheme, space, rest = value.partition(" ")
        return f"{scheme}{space}{stand_in(rest)}" if space and scheme.lower() == "bearer" else stand_in(value)
    return authorization_text(login)


def authorization_text(login: Login) -> str:
    """The value of a header that shows *login* with a stand-in for its password."""
    return "Basic " + base64.b64encode(f"{login[0]}:{login[1]}".encode()).decode().rstrip("=")


def login_of(headers: Mapping[str, Any]) -> Login | None:
    """The login that the headers show, the last one if there are several; None if they show none."""
    values = (value for name, value in headers.items() if _is_login(name))
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    return next((login for text in reversed(texts) if (login := _login(text)) is not None), None)


def unread(headers: Mapping[str, Any]) -> list[str]:
    """What of the headers no registry here looks at, in words."""
    found = []
    if any(not _is_login(name) for name in headers):
        found.append("a header other than Authorization")
    if any(_is_login(name) for name in headers) and login_of(headers) is None:
        found.append("an Authorization header that is not Basic")
    return found


def is_header_value(value: object) -> bool:
    """Whether containerd can read the value: a text, or a list of texts."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _is_login(name: object) -> bool:
    return isinstance(name, str) and name.lower() == _AUTHORIZATION


def _login(value: object) -> Login | None:
    if not isinstance(value, str) or not value.lower().startswith(_BASIC):
        return None
    written = value[len(_BASIC) :].strip()
    padding = "=" * (-len(written) % 4)
    try:
        user, colon, password = base64.b64decode(written + padding, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    # Without its padding it is a login only if it is one of ours.
    return (user, SecretValue(password)) if colon and (not padding or stand_in(password) == password) else None
