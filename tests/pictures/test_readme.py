"""The README's animation shows what the scenario does today, and is small enough for a slow line."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

import imagesim
from docs.site.book.cards import PICTURE, PICTURE_SIZE
from tests.pictures import readme, social

ROOT = Path(__file__).parents[2]
STORED = ROOT / "docs" / readme.GIF


def test_the_stored_animation_shows_this_run():
    """After a change: make pictures, or python -m tests.pictures.readme docs."""
    result = imagesim.simulate(imagesim.load(readme.SCENARIO))
    image = Image.open(STORED)
    assert image.info["comment"].decode() == readme.fingerprint(result)
    assert image.n_frames == result.records.end_s / 60 + 1
    assert STORED.stat().st_size < 500_000


def test_the_picture_of_the_site_shows_this_run_too():
    result = imagesim.simulate(imagesim.load(readme.SCENARIO))
    with Image.open(ROOT / PICTURE) as image:
        assert image.size == PICTURE_SIZE
        assert image.info[social.COMMENT] == readme.fingerprint(result)
    assert (ROOT / PICTURE).stat().st_size < 200_000


def test_another_run_has_another_fingerprint():
    scenario = imagesim.load(readme.SCENARIO)
    one, two = (readme.fingerprint(imagesim.simulate(scenario, seed=seed)) for seed in (1, 2))
    assert one != two
    assert one == readme.fingerprint(imagesim.simulate(scenario, seed=1))


def test_frames_follow_each_other_and_the_last_one_stays():
    frames = [Image.new("RGB", (80, 40), "white") for _ in range(3)]
    for place, frame in enumerate(frames):
        ImageDraw.Draw(frame).rectangle((place * 20, 0, place * 20 + 10, 20), fill="#0070b0")
    image = Image.open(io.BytesIO(readme.animated(frames, "abc")))
    seen = []
    for place in range(image.n_frames):
        image.seek(place)
        seen.append((image.convert("RGB").getpixel((place * 20 + 5, 5)), image.info["duration"]))
    assert [duration for _, duration in seen] == [450, 450, 3000]
    assert all(colour == pytest.approx((0, 112, 176), abs=4) for colour, _ in seen)
