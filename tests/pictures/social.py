"""What others show of a link to the site: a question, and the moment of a real run that makes people ask it.

`docs/site/book/cards.py` says where it lies and how large it is; `make pictures` draws it with the README's pictures.
"""

import base64
import io
import tempfile
from pathlib import Path

from PIL import Image, PngImagePlugin

from docs.site.book.cards import PICTURE_SIZE
from imagesim.results.result import Result
from imagesim.results.stage.run_page import run_page
from tests.browser.chromium import running_chromium

MINUTE = 16
"""All eight pods are there, and their containers are being restarted."""
COMMENT = "run"
"""Under this name the picture says which run it shows, so that a test knows when it is out of date."""
_COLOURS = 64
_WINDOW = {"width": 1500, "height": 900}
_SET_TIME = """seconds => {
  const range = document.querySelector(".imagesim-playhead input");
  range.value = seconds;
  range.dispatchEvent(new Event("input"));
}"""
_PAGE = """<!doctype html>
<style>
  * { box-sizing: border-box; margin: 0; }
  body { display: grid; grid-template-columns: 1fr 622px; gap: 40px; align-items: center; width: 1200px; height: 630px;
         padding: 0 36px 0 52px; color: #16191f; background: #fff; border-left: 16px solid #0072b2;
         font-family: "DejaVu Sans", system-ui, sans-serif; }
  b { font-size: 34px; color: #0b4f8a; }
  h1 { margin: 22px 0; font-size: 46px; line-height: 1.16; letter-spacing: -0.02em; }
  p { font-size: 25px; line-height: 1.35; color: #4d5563; }
  img { width: 622px; }
</style>
<div><b>imagesim</b><h1>Somebody pushes over a tag. Which pods run the new code?</h1>
<p>Container images as Kubernetes treats them: a course, and labs that run in your browser.</p></div>
<img alt="" src="data:image/png;base64,MOMENT">
"""


def social_picture(result: Result, chromium: str, fingerprint: str) -> bytes:
    """The picture as a PNG, drawn in the Chromium at that path; *fingerprint* is that of the run."""
    width, height = PICTURE_SIZE
    with tempfile.TemporaryDirectory() as folder, running_chromium(chromium) as browser:
        file = Path(folder, "run.html")
        file.write_text(run_page(result), encoding="utf-8")
        run = browser.new_page(viewport=_WINDOW, color_scheme="light", device_scale_factor=2)  # type: ignore[arg-type]
        run.goto(file.as_uri())
        run.evaluate(_SET_TIME, 60 * MINUTE)
        moment = run.locator(".imagesim-stage-moment").screenshot(animations="disabled")
        card = browser.new_page(viewport={"width": width, "height": height})
        card.set_content(_PAGE.replace("MOMENT", base64.b64encode(moment).decode()))
        return _small(card.screenshot(), fingerprint)


def _small(png: bytes, fingerprint: str) -> bytes:
    few = Image.open(io.BytesIO(png)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    said = PngImagePlugin.PngInfo()
    said.add_text(COMMENT, fingerprint)
    out = io.BytesIO()
    few.save(out, "png", optimize=True, pnginfo=said)
    return out.getvalue()
