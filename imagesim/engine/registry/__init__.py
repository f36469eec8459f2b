"""Registries as nodes see them: what they hold, who may have it, what goes wrong, and how much one may ask for.

`server` answers requests, `faults` says which of them go wrong, `content` is what a registry holds, `cache` a registry
that fetches from another one.
"""

from imagesim.engine.registry.messages import RegistryAnswer, RegistryRequest, Shown
from imagesim.engine.registry.registries import Registries
from imagesim.engine.registry.server import RegistryServer, address_of

__all__ = ["Registries", "RegistryAnswer", "RegistryRequest", "RegistryServer", "Shown", "address_of"]
