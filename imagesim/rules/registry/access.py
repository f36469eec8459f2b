"""Whom a registry lets pull what: its users, and which repositories are not public.

Bearer registries hand out a token to everybody and check it afterwards; Basic ones check the password at once. A
repository that no entry of `access` covers is public. A password is compared only where the registry gives one; a
user without a password is accepted by name.
"""

from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from typing import Literal

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.units import Seconds

Login = tuple[str, SecretValue]
"""A user name and a password, as they are sent."""


class AccessVerdict(Enum):
    """What a registry thinks of a login for a repository."""

    ALLOWED = "allowed"
    ANONYMOUS = "nobody says who asks, and the repository is not public"
    BAD_LOGIN = "no such user, or another password"
    NO_ACCESS = "a good login without access to the repository"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """`users` may pull the repositories that `repository` covers; `*` stands for any text, slashes included."""

    repository: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryAccess:
    """`auth` is how a client shows who it is; `users` maps names to passwords (None: any).

    `lifetimes` says whose password is good for how long after it is set, as ECR's is for twelve hours.
    """

    auth: Literal["none", "basic", "bearer"] = "none"
    users: tuple[tuple[str, SecretValue | None], ...] = ()
    access: tuple[Access, ...] = ()
    lifetimes: tuple[tuple[str, Seconds], ...] = ()

    def is_public(self, repository: str) -> bool:
        """Whether everybody may pull *repository*."""
        return self.auth == "none" or not any(fnmatchcase(repository, entry.repository) for entry in self.access)

    def verdict(self, repository: str, login: Login | None) -> AccessVerdict:
        """What happens to a request for *repository* with *login*.

        A bad login is refused for a public repository too: whoever sends one is not asked again without it.
        """
        if login is None:
            return AccessVerdict.ALLOWED if self.is_public(repository) else AccessVerdict.ANONYMOUS
        name, password = login
        users = dict(self.users)
        if name not in users or users[name] not in (None, password):
            return AccessVerdict.BAD_LOGIN
        covering = [entry for entry in self.access if fnmatchcase(repository, entry.repository)]
        if not covering or any(name in entry.users for entry in covering):
            return AccessVerdict.ALLOWED
        return AccessVerdict.NO_ACCESS


OPEN = RegistryAccess()
"""A registry that asks nobody who they are."""
