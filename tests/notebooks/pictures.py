"""A pytest plugin that makes nbval compare PNG pictures, which it leaves out: a corrupted one would pass.

With IMAGESIM_EXACT_PICTURES=1, as in CI, where every package is at the locked version, a picture must be the same byte
for byte. Elsewhere another font renderer may move an edge by a pixel, so there one pixel in a hundred may differ.
"""

import base64
import binascii
import io
import os
import re

import pytest
from PIL import Image, ImageChops, UnidentifiedImageError

PIXELS_OFF = 0.01
"""The share of pixels that may differ."""

LEVELS_OFF = 48
"""Of 255; a pixel whose red, green or blue is off by no more is the same."""

SIZE_OFF = 2
"""Pixels by which width and height may differ: tight bounding boxes follow the text."""

_PNG = "iVBORw0KGgo"  # the signature of a PNG in base64
_IN_HTML = re.compile(r'(?<=src="data:image/png;base64,)([^"]+)')


class Picture(str):
    """A PNG in base64 that equals another one that looks the same. It has no hash: nothing looks one up."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if self.split() == str(other).split():
            return True
        if not isinstance(other, Picture) or os.environ.get("IMAGESIM_EXACT_PICTURES") == "1":
            return False
        return look_the_same(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other


class WithPictures(str):
    """HTML with pictures in it, as plots and answers come: all else must be the same, each picture look the same."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        # Prose, picture, prose, ..., prose.
        ours, theirs = _IN_HTML.split(self.strip()), _IN_HTML.split(str(other).strip())
        if len(ours) != len(theirs) or ours[::2] != theirs[::2]:
            return False
        return all(Picture(one) == Picture(two) for one, two in zip(ours[1::2], theirs[1::2], strict=True))

    def __ne__(self, other: object) -> bool:
        return not self == other


def look_the_same(left: str, right: str) -> bool:
    """Whether two PNGs in base64 differ in no more than the tolerances above; one that cannot be read is unlike any."""
    try:
        one, two = _opened(left), _opened(right)
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError):
        return False
    if abs(one.width - two.width) > SIZE_OFF or abs(one.height - two.height) > SIZE_OFF:
        return False
    common = (0, 0, min(one.width, two.width), min(one.height, two.height))
    difference = ImageChops.difference(one.crop(common), two.crop(common))
    worst = ImageChops.lighter(ImageChops.lighter(*difference.split()[:2]), difference.split()[2])
    off = sum(worst.histogram()[LEVELS_OFF + 1 :])
    return off <= PIXELS_OFF * common[2] * common[3]


def _opened(png: str) -> Image.Image:
    # Onto white, as a notebook shows it: a transparent pixel has no colour of its own.
    picture = Image.open(io.BytesIO(base64.b64decode(png, validate=False))).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if hasattr(item, "compare_outputs"):
            item.parent.skip_compare = tuple(mime for mime in item.parent.skip_compare if mime != "image/png")
            item.sanitize = _pictures_apart(item.sanitize)


def _pictures_apart(sanitize):
    """nbval passes every text that it compares through *sanitize*, pictures in base64 too."""

    def sanitized(value):
        if isinstance(value, str) and value.startswith(_PNG):
            return Picture(value)
        if isinstance(value, str) and _IN_HTML.search(value):
            return WithPictures(value)
        return sanitize(value)

    return sanitized
