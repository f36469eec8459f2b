"""python -m tests.pictures OUT: contact sheets of all pictures, of each shipped scenario and of worlds of three sizes.

OUT gets a PNG each. Names behind OUT are the scenarios to draw, and numbers are how many pods a made-up world has; all
of them if none is given. The largest takes minutes and some gigabytes.
"""

import sys
import time
from pathlib import Path

import imagesim
from imagesim.results.gallery import gallery
from imagesim.results.plots import png
from imagesim.scenarios import shipped
from tests.pictures.sheet import sheet
from tests.pictures.worlds import PODS, eventful


def main(out: Path, *chosen: str) -> None:
    """Draw the sheets into *out*, and say how long drawing took."""
    out.mkdir(parents=True, exist_ok=True)
    for name in chosen or (*shipped.names(), *map(str, PODS)):
        result = imagesim.simulate(eventful(int(name)) if name.isdigit() else imagesim.load(name), limit=None)
        drawn = []
        for picture in gallery(result):
            begin = time.perf_counter()
            drawn.append(png(picture.draw()))
            print(f"{result.scenario.name} {picture.name}: {time.perf_counter() - begin:.1f} s", flush=True)
        (out / f"{result.scenario.name}.png").write_bytes(sheet(drawn))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
