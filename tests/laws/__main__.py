"""`python -m tests.laws [--runs N] [--seed S] [--first K] [--out FOLDER]`: random scenarios against the laws.

A scenario that breaks one is made smaller and written to FOLDER, with its seed, its number and what it breaks; the file
can be held against the laws again: `python -m tests.laws FILE.yaml ...`. `--digest` prints one digest of the records of
all runs, which is the same on every machine, under every PYTHONHASHSEED and every threshold of the garbage collector.

Exit 0 if no law is broken, 1 if one is, 2 for a mistake in the arguments or a file.
"""

import argparse
import gc
import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from imagesim.scenarios.loading import load
from tests.laws.checking import Broken, broken_laws, finished
from tests.laws.drawing.draw import Document
from tests.laws.drawing.scenarios import draw_documents
from tests.laws.shrinking import shrunk

OUT = "broken-laws"
_TOLD = 1000  # scenarios from one line of progress to the next


class Case(NamedTuple):
    """A scenario and what it is called."""

    name: str
    documents: list[Document]


def main(arguments: list[str]) -> int:
    """Hold random scenarios, or those of files, against the laws, and print what came of it."""
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return 2 if stop.code else 0
    try:
        cases = [_case(Path(name)) for name in options.files]
    except (OSError, yaml.YAMLError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    scenarios = drawn(options.seed, options.first, options.runs)
    if options.digest:
        print(f"records of all: {digest(cases or scenarios, options.threshold)}")
        return 0
    count = broken = 0
    for case in cases or scenarios:
        count += 1
        if count % _TOLD == 0:
            print(f"{count} scenarios, {broken} broken so far", file=sys.stderr, flush=True)
        if found := broken_laws(case.documents):
            broken += 1
            _tell(case, found, Path(options.out), shrinks=not cases)
    print(f"all: {count} scenarios, {broken} broken")
    return 1 if broken else 0


def digest(cases: Iterable[Case], threshold: int) -> str:
    """One digest of the records of all *cases*, run while the collector looks at each *threshold* new objects."""
    whole, before = hashlib.sha256(), gc.get_threshold()
    gc.set_threshold(threshold, 10, 10)
    gc.freeze()  # what is there before is no matter, and would be looked at again and again
    try:
        for case in cases:
            run = finished(load(*case.documents), collecting=True)
            gc.collect()
            whole.update(repr(run.records_in_full()).encode())
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
    return whole.hexdigest()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.laws", description="Random scenarios against the laws.")
    parser.add_argument("files", nargs="*", metavar="FILE.yaml", help="scenarios to hold against the laws instead")
    parser.add_argument("--runs", type=int, default=100, metavar="N", help="how many random scenarios (100)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="which ones (1)")
    parser.add_argument("--first", type=int, default=0, metavar="K", help="the number of the first (0)")
    parser.add_argument("--out", default=OUT, metavar="FOLDER", help=f"where broken ones are written ({OUT})")
    parser.add_argument("--digest", action="store_true", help="print a digest of the records, and nothing else")
    parser.add_argument(
        "--threshold", type=int, default=700, metavar="T", help="for --digest: new objects to a look for garbage (700)"
    )
    return parser


def drawn(seed: int, first: int, runs: int) -> Iterator[Case]:
    """So many scenarios of *seed*, from the number *first* on."""
    for number in range(first, first + runs):
        yield Case(f"laws-{seed}-{number}", draw_documents(seed, number))


def _case(path: Path) -> Case:
    return Case(path.stem, list(yaml.safe_load_all(path.read_text(encoding="utf-8"))))


def _tell(case: Case, found: list[Broken], folder: Path, *, shrinks: bool) -> None:
    for law, words in found:
        print(f"{case.name} breaks: {law}\n    {words}", flush=True)
    if not shrinks:
        return
    law = found[0].law
    small = shrunk(case.documents, lambda documents: law in (each.law for each in broken_laws(documents)))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{case.name}.yaml"
    head = f"# {case.name} (seed and number), made smaller. It breaks: {law}\n"
    path.write_text(head + yaml.safe_dump_all(small, sort_keys=False), encoding="utf-8")
    print(f"    {path}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
