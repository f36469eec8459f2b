"""What every preset says of itself, and how one is found by its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from imagesim.scenarios.reading.errors import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """`as_of` is the month in which `source` was read or measured; `uncertain` is what it does not say."""

    name: str
    says: str
    as_of: str
    source: str
    uncertain: str = ""


P = TypeVar("P", bound=Preset)


class UnknownPreset(ValueError):
    """There is no preset of that name; `suggestion` is the nearest that there is."""

    def __init__(self, name: str, known: Mapping[str, object]) -> None:
        self.suggestion = did_you_mean(name, known)
        super().__init__("is no preset")


def table(*presets: P) -> dict[str, P]:
    """Presets by name, in the order in which they are listed."""
    return {preset.name: preset for preset in presets}


def find(presets: Mapping[str, P], name: str) -> P:
    """The preset called *name*; UnknownPreset if there is none."""
    if name not in presets:
        raise UnknownPreset(name, presets)
    return presets[name]
