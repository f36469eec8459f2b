"""What every world document has (apiVersion imagesim/v1). A field that no model lists is a mistake.

Simulation says how long and under which versions; Registry what a registry holds; Image what its layers are; NodePool
which nodes there are; Timeline what happens. Each has a room of its own.
"""

from typing import Literal

from pydantic import Field

from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty

API_VERSION = "imagesim/v1"


class Metadata(WorldModel):
    """`metadata`: the name, and what people like to note down."""

    name: NotEmpty
    labels: dict[str, str] = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)


class WorldDocument(WorldModel):
    """What every world document has."""

    api_version: Literal["imagesim/v1"]
    kind: str
    metadata: Metadata
