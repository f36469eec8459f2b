"""The users and the access of a Registry document become a RegistryAccess."""

from collections.abc import Callable

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.registry.access import Access, RegistryAccess
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.world.registry.model import RegistrySpec

NameOrPattern = Callable[[Path, str], str]
"""What a name or a pattern that stands at a path means."""


def make_access(document: Document, spec: RegistrySpec, covered: NameOrPattern) -> RegistryAccess:
    """Return who may pull what. A repository that no entry of `access` covers is public.

    ScenarioError if a user stands twice or is not listed, or nobody is asked for a login.
    """
    names = [user.name for user in spec.users]
    for index, name in enumerate(names):
        if ":" in name:
            hint = "a user's name has none (RFC 7617); write the password below password"
            raise document.error("has a colon", ("spec", "users", index, "name"), value=name, suggestion=hint)
        if name in names[:index]:
            raise document.error("names a user a second time", ("spec", "users", index, "name"), value=name)
    if spec.asks == "none" and (spec.users or spec.access):
        field = "access" if spec.access else "users"
        hint = "write auth: basic or auth: bearer"
        raise document.error("has no effect: the registry asks nobody who they are", ("spec", field), suggestion=hint)
    for index, entry in enumerate(spec.access):
        for place, name in enumerate(entry.users):
            if name not in names:
                path = ("spec", "access", index, "users", place)
                hint = did_you_mean(name, names) or "add the user below users"
                raise document.error("is no user of this registry", path, value=name, suggestion=hint)
    return RegistryAccess(
        auth=spec.asks,
        users=tuple((user.name, _password(user.password)) for user in spec.users),
        access=tuple(
            Access(
                repository=covered(("spec", "access", index, "repository"), entry.repository), users=tuple(entry.users)
            )
            for index, entry in enumerate(spec.access)
        ),
        lifetimes=tuple((user.name, user.expires) for user in spec.users if user.expires is not None),
    )


def _password(password: str | None) -> SecretValue | None:
    return None if password is None else SecretValue(password)
