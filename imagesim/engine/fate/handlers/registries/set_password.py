"""setPassword: the registry takes another password of a user."""

from dataclasses import replace

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.registries.set_password import SetPassword


def carry_out(event: SetPassword, reach: Reach) -> None:
    """Change who may log in, and nothing else of who may pull what."""
    registry = reach.registries[event.registry]
    users = dict(registry.access.users) | {event.user: event.password}
    registry.access = replace(registry.access, users=tuple(users.items()))
    if registry.passwords is not None:
        registry.passwords.renew(event.user)
    registry.login_changed(event.user)
