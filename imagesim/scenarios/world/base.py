"""What all parts of world documents share: no unknown fields, no conversions, camelCase names."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class WorldModel(BaseModel):
    """A part of a world document."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=to_camel, validate_by_alias=True
    )
