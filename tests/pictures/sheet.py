"""Pictures laid out on one sheet, three in a row, each as wide as the others."""

import io
from collections.abc import Sequence

from PIL import Image

_WIDTH, _IN_A_ROW = 900, 3


def sheet(pictures: Sequence[bytes]) -> bytes:
    """The PNG of all *pictures*, which are PNGs."""
    shrunk = [_shrunk(picture) for picture in pictures]
    rows = [shrunk[start : start + _IN_A_ROW] for start in range(0, len(shrunk), _IN_A_ROW)]
    heights = [max(each.height for each in row) for row in rows]
    whole = Image.new("RGB", (_WIDTH * _IN_A_ROW, sum(heights)), "white")
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for place, each in enumerate(row):
            whole.paste(each, (place * _WIDTH, top))
        top += height
    out = io.BytesIO()
    whole.save(out, format="png")
    return out.getvalue()


def _shrunk(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    return image.resize((_WIDTH, round(image.height * _WIDTH / image.width)))
