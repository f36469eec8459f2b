"""The tokens that credential provider plugins have given out in one run, as registries know them.

A token is good for the time that its plugin says and is another one at every run, like those of cloud registries; the
registry takes it in place of the password of the user. A kubelet may well keep it longer than it is good for.
"""

from typing import NamedTuple

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Seconds


class _Token(NamedTuple):
    password: SecretValue
    until_s: Seconds


class IssuedTokens:
    """All tokens of one run: what password each stands for, and until when."""

    def __init__(self) -> None:
        self._tokens: dict[SecretValue, _Token] = {}

    def issue(self, password: SecretValue, until_s: Seconds) -> SecretValue:
        """A new token in place of *password*."""
        token = SecretValue(f"token {len(self._tokens) + 1} for {password.reveal()}")
        self._tokens[token] = _Token(password, until_s)
        return token

    def expired(self, login: Login, now: Seconds) -> bool:
        """Whether *login* shows a token that is no longer good."""
        token = self._tokens.get(login[1])
        return token is not None and now >= token.until_s

    def without_token(self, login: Login) -> Login:
        """*login* with the password that its token stands for, if it shows one."""
        token = self._tokens.get(login[1])
        return login if token is None else (login[0], token.password)
