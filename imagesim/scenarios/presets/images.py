"""Images of usual sizes, for those who do not care which.

The distributions are of Docker Hub's layers and images (Zhao et al., CLUSTER 2019, at second hand) and of the number of
layers of 1525 public images. How an image's bytes are spread over its layers nobody published: that is made up here,
large layers first, as images are built.
"""

from dataclasses import dataclass

from imagesim.rules.units import Bytes
from imagesim.scenarios.presets.preset import Preset, table

_MB = 10**6
_SOURCE = "Zhao et al., CLUSTER 2019 (second-hand), and the layers of 1525 public images (container-chonks)"
_SPREAD = "the figures are second-hand, and how the bytes are spread over the layers is made up"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePreset(Preset):
    """The compressed sizes of the layers of one linux/amd64 manifest."""

    layers: tuple[Bytes, ...]


IMAGES = table(
    ImagePreset(
        name="small",
        says="4 MB in one layer, the median layer",
        as_of="2019-09",
        source=_SOURCE,
        uncertain=_SPREAD,
        layers=(4 * _MB,),
    ),
    ImagePreset(
        name="typical",
        says="17 MB in 9 layers, both medians",
        as_of="2019-09",
        source=_SOURCE,
        uncertain=_SPREAD,
        layers=(8 * _MB, 4 * _MB, 2 * _MB, _MB, _MB, _MB // 2, _MB // 4, _MB // 8, _MB // 8),
    ),
    ImagePreset(
        name="large",
        says="143 MB in 21 layers: a layer of 63 MB (nine of ten are smaller) and 20 of the median size",
        as_of="2019-09",
        source=_SOURCE,
        uncertain=_SPREAD,
        layers=(63 * _MB, *(20 * (4 * _MB,))),
    ),
)
"""By name, in the order in which they are listed."""
