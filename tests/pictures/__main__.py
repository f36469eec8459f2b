"""python -m tests.pictures OUT: contact sheets of all pictures, of each shipped scenario and of worlds of some sizes.

OUT gets a PNG each. A text that leaves its picture or lies on another one is told, and makes the exit code 1. Without
--only these are all shipped scenarios and the smaller ones of the made-up worlds; the largest takes minutes and
gigabytes, so it is drawn only when it is asked for by its number of pods.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import imagesim
from imagesim.results.gallery import gallery
from imagesim.results.plots import png
from imagesim.scenarios import shipped
from tests.pictures.sheet import sheet
from tests.pictures.texts import faults
from tests.pictures.worlds import PODS, eventful

_WORLDS = {str(pods): pods for pods in PODS}


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw the sheets that are asked for, and say how long each picture took."""
    chosen = _parser().parse_args(arguments)
    names = chosen.only or [*shipped.names(), *list(_WORLDS)[:-1]]
    chosen.out.mkdir(parents=True, exist_ok=True)
    faulty = [name for name in names if _draw(name, chosen.out)]
    if faulty:
        raise SystemExit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description="Contact sheets of all pictures.")
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder of the sheets, a PNG each")
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="NAME",
        choices=[*shipped.names(), *_WORLDS],
        help=f"shipped scenarios, or how many pods a made-up world has: {', '.join(_WORLDS)}; "
        f"{list(_WORLDS)[-1]} takes minutes and gigabytes and is drawn only if it stands here",
    )
    return parser


def _draw(name: str, out: Path) -> list[str]:
    """Draw the sheet of *name*; returns what is wrong with its texts."""
    begin = time.perf_counter()
    result = imagesim.simulate(eventful(_WORLDS[name]) if name in _WORLDS else imagesim.load(name), limit=None)
    # Of the largest world this is nearly all of the time, and who waits should know for what.
    print(f"{result.scenario.name} simulated: {time.perf_counter() - begin:.1f} s", flush=True)
    begin = time.perf_counter()
    pictures = gallery(result)
    print(f"{result.scenario.name} tables and measures: {time.perf_counter() - begin:.1f} s", flush=True)
    drawn: list[bytes] = []
    told: list[str] = []
    for picture in pictures:
        begin = time.perf_counter()
        ax = picture.draw()
        drawn.append(png(ax))
        told += (here := faults(ax))
        print(
            f"{result.scenario.name} {picture.name}: {time.perf_counter() - begin:.1f} s", *here, sep="\n  ", flush=True
        )
    (out / f"{result.scenario.name}.png").write_bytes(sheet(drawn))
    return told


if __name__ == "__main__":
    main()
