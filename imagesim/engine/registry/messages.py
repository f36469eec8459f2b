"""One HTTP request to a registry, and its answer, as far as a pull can tell them apart."""

from typing import Literal, NamedTuple

from imagesim.engine.network import Link
from imagesim.rules.containerd.texts import RegistryError
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Bytes
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry_service import Fault


class Shown(NamedTuple):
    """What a request shows of who sends it: a login by itself, or a token that was given for one (None: anonymous)."""

    scheme: Literal["basic", "bearer"]
    login: Login | None


class RegistryRequest(NamedTuple):
    """`object` is the path after the repository ("manifests/v1", "blobs/sha256:..."), or "token".

    `repository` is "" where the URL leads to no repository at all. `address` is where it comes from, as the registry
    sees it: a node's own or that of the NAT in front of it. Not `verifies`: whose certificate it is does not matter.
    """

    method: str
    repository: str
    object: str
    address: str
    shown: Shown | None = None
    verifies: bool = True

    @property
    def kind(self) -> str:
        """ "manifests", "blobs" or "token"."""
        return self.object.partition("/")[0]

    @property
    def name(self) -> str:
        """The tag or digest."""
        return self.object.partition("/")[2]


class RegistryAnswer(NamedTuple):
    """What comes back: status 0 for none at all.

    `size` is the whole body's, None where the client's descriptor says it. `image` is what a manifest's name stands
    for. `errors` are those of a JSON body. `challenge` and `scope_error` are what WWW-Authenticate says with a 401.
    `fault` is what goes wrong besides, `over` the links that the body crosses on the registry's side, `on_arrival` the
    digest that a cache has from then on.
    """

    status: int
    size: Bytes | None = 0
    image: Image | None = None
    errors: tuple[RegistryError, ...] = ()
    challenge: Literal["", "basic", "bearer"] = ""
    scope_error: bool = False
    fault: Fault | None = None
    over: tuple[Link, ...] = ()
    on_arrival: str = ""

    @property
    def redirected(self) -> bool:
        """Whether another host has the body; a redirection that leads nowhere is a refusal like others."""
        return self.status == 307 and bool(self.over)

    @property
    def is_empty(self) -> bool:
        """Whether a status that looks like success comes without what was asked for (204 and others of 2xx)."""
        return self.fault is not None and self.fault.status == self.status and self.status < 300
