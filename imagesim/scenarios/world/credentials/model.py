"""The parts of world documents that say who may pull and with what, as pydantic models.

Passwords in them are stand-ins already when they are read (redaction.py), and so are the contents of docker configs.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import Duration, NotEmpty, mistake


class UserSpec(WorldModel):
    """A user of a registry. Without a password every password is right."""

    name: NotEmpty
    password: str | None = None
    expires: Duration | None = None

    @model_validator(mode="after")
    def _can_expire(self) -> "UserSpec":
        if self.expires is not None and self.password is None:
            raise mistake("expires and has no password, so every password is right", "add password, or remove expires")
        return self


class AccessSpec(WorldModel):
    """Only `users` may pull the repositories that `repository` covers; `*` in it stands for any text."""

    repository: NotEmpty
    users: list[NotEmpty]


class LoginSpec(WorldModel):
    """What is shown to a registry."""

    username: NotEmpty
    password: str = ""


class PluginLoginSpec(WorldModel):
    """What a plugin has the kubelet show. Without a username it is an attempt of its own, and an anonymous one.

    The plugin of Azure answers so for `*.azurecr.*`, beside its login (kubernetes#74715).
    """

    username: str = ""
    password: str = ""


class PluginSpec(WorldModel):
    """How a credential provider plugin of the simulation answers.

    `auth` maps keys to logins, as in the answer of a real plugin. With `validFor` every run gives a new token in place
    of the password, which the registry takes for so long. From `failsFrom` on, until `failsUntil`, a run exits with 1.
    A run `takes` a while. `serviceAccounts` (NAMESPACE/NAME) are those whose tokens it accepts; all if left out.
    """

    auth: dict[str, PluginLoginSpec] = Field(default_factory=dict)
    cache_key_type: Literal["Image", "Registry", "Global"] = "Registry"
    cache_duration: Duration | None = None
    takes: Duration = 0.0
    valid_for: Duration | None = None
    fails_from: Duration | None = None
    fails_until: Duration | None = None
    service_accounts: list[NotEmpty] | None = None


class ProvidersSpec(WorldModel):
    """`config` is a CredentialProviderConfig (or the path of a file that holds one), `plugins` are by their names."""

    config: dict[str, Any]
    plugins: dict[NotEmpty, PluginSpec] = Field(default_factory=dict)


class VendorHookSpec(WorldModel):
    """Something of the vendor's on the node that logs the runtime itself in; `auth` is by a registry's host.

    It stands for whatever works beside the kubelet: registry logins in containerd's configuration, or an agent that
    keeps them fresh. It works from `from` on, until `until`.
    """

    auth: dict[NotEmpty, LoginSpec]
    from_: Annotated[Duration, Field(alias="from")] = 0.0
    until: Duration | None = None


class CredentialsSpec(WorldModel):
    """What a node itself can pull with. `config` is a docker config (or the path of a file that holds one)."""

    config: dict[str, Any] | str | None = None
    providers: ProvidersSpec | None = None
    vendor_hook: VendorHookSpec | None = None
