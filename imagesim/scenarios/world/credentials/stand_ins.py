"""Stand-ins for the passwords in parts of world documents that nobody has checked yet."""

from imagesim.rules.credentials.docker_config_stand_in import stand_in_key
from imagesim.rules.credentials.secret_value import stand_in


def with_password_hidden(holder: dict[str, object]) -> dict[str, object]:
    """The mapping with a stand-in for its `password`, if that is a text."""
    password = holder.get("password")
    return holder | {"password": stand_in(password)} if isinstance(password, str) else holder


def hide_password(holder: object) -> None:
    """Put a stand-in in the place of the `password` of what may be a mapping."""
    if isinstance(holder, dict):
        holder.update(with_password_hidden(holder))


def hide_logins(holder: object) -> None:
    """Put stand-ins in the place of the passwords below `auth` of what may be a mapping."""
    if isinstance(holder, dict) and isinstance(holder.get("auth"), dict):
        holder["auth"] = {stand_in_key(key): login for key, login in holder["auth"].items()}
        for login in holder["auth"].values():
            hide_password(login)
