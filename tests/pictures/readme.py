"""python -m tests.pictures.readme OUT: the pictures of README and site, from the real thing; `make pictures` puts them
into docs.

`version-map.png` is what `imagesim run moved-tag --out` writes. `moved-tag.gif` is the stage of `run.html` in a real
Chromium, taken at every minute: nodes, registry and pods as the lab shows them. It says in its comment which run it
shows, so that a test knows when it is out of date. `social.png` is what others show of a link to the site.
"""

import argparse
import hashlib
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Page

import imagesim
from docs.site.book.cards import PICTURE
from imagesim.results import plots
from imagesim.results.result import Result
from imagesim.results.stage.run_page import run_page
from tests.browser.chromium import executable, running_chromium
from tests.pictures.social import social_picture

SCENARIO = "moved-tag"
GIF = "moved-tag.gif"
_EVERY_S, _SHOWN_MS, _HELD_MS = 60, 450, 3000
_WINDOW = {"width": 1500, "height": 900}
_WIDTH = 760
_COLOURS = 48
_MARGIN = 16

_SET_TIME = """seconds => {
  const range = document.querySelector(".imagesim-playhead input");
  range.value = seconds;
  range.dispatchEvent(new Event("input"));
}"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.pictures.readme", description="The pictures of README and site."
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder of the pictures: docs")
    out = parser.parse_args(arguments).out
    out.mkdir(parents=True, exist_ok=True)
    result = imagesim.simulate(imagesim.load(SCENARIO))
    (out / "version-map.png").write_bytes(plots.png(plots.version_map(result.states, ran=result.running)))
    path = executable()
    if path is None:
        sys.exit(f"no Chromium here: {GIF} and the picture of the site stay as they are")
    (out / GIF).write_bytes(animated(list(_frames(result, path)), fingerprint(result)))
    (out / Path(PICTURE).name).write_bytes(social_picture(result, path, fingerprint(result)))


def fingerprint(result: Result) -> str:
    """What of a run is seen in the animation, as a number: which container ran what when, and where tags pointed."""
    rows = [*result.records.running, *result.records.tags]
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()[:16]


def animated(frames: Sequence[Image.Image], comment: str) -> bytes:
    """A GIF that goes round, and rests on its last frame. All frames have the colours of the first and the last."""
    both = Image.new("RGB", (frames[0].width, frames[0].height * 2))
    both.paste(frames[0], (0, 0))
    both.paste(frames[-1], (0, frames[0].height))
    palette = both.quantize(_COLOURS, dither=Image.Dither.NONE)
    first, *rest = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    shown = [_SHOWN_MS] * len(rest) + [_HELD_MS]
    out = io.BytesIO()
    first.save(
        out, "gif", save_all=True, append_images=rest, duration=shown, loop=0, optimize=True, comment=comment.encode()
    )
    return out.getvalue()


def _frames(result: Result, chromium: str) -> Iterator[Image.Image]:
    with tempfile.TemporaryDirectory() as folder, running_chromium(chromium) as browser:
        file = Path(folder, "run.html")
        file.write_text(run_page(result), encoding="utf-8")
        page = browser.new_page(viewport=_WINDOW, color_scheme="light")
        page.goto(file.as_uri())
        for seconds in range(0, int(result.records.end_s) + 1, _EVERY_S):
            yield _frame(page, seconds)


def _frame(page: Page, seconds: int) -> Image.Image:
    page.evaluate(_SET_TIME, seconds)
    shot = page.locator(".imagesim-stage-moment").screenshot(animations="disabled")
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    inner = _WIDTH - 2 * _MARGIN
    small = image.resize((inner, round(image.height * inner / image.width)), Image.Resampling.LANCZOS)
    return ImageOps.expand(small, _MARGIN, "white")


if __name__ == "__main__":
    main()
