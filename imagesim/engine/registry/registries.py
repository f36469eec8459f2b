"""All registries of one run, by host."""

from collections.abc import Callable

from imagesim.engine.registry.server import RegistryServer


class Registries(dict[str, RegistryServer]):
    """Registries by host. A host that no document describes gets a server when it is first named."""

    def __init__(self, make: Callable[[str], RegistryServer]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, host: str) -> RegistryServer:
        server = self[host] = self._make(host)
        return server
