"""Do the tests notice when a rule is wrong? `python -m tests.mutants --sample 400 --seed 1`.

Makes mutants of imagesim/rules (tests.mutations), takes a seeded sample spread over the modules by their number of
mutants, and runs for each the tests that matter for its module (tests.mutant_reach) until the first fails: then it is
killed, as it is when they run too long. Works on a copy in a temporary folder, one process at a time, niced. Prints
killed and survived per module, then the survivors.
"""

import argparse
import importlib.util
import multiprocessing
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import hypothesis
import pytest
import simpy
import yaml

from tests.mutant_reach import Reach
from tests.mutations import Mutant, mutants, mutated_source

PRELOADED = (hypothesis, simpy, yaml)  # each child is a fork of this process, so it need not load them again
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:nbval", "--hypothesis-profile=ci"]
NEAREST = 2
MEMORY_BYTES = 4 << 30  # a mutant may loop and collect


def sample(by_module: dict[Path, list[Mutant]], size: int, seed: int) -> list[Mutant]:
    """*size* mutants, from each module its share, in an order that leaves any beginning of the list spread as well."""
    total = sum(map(len, by_module.values()))
    drawn: list[tuple[float, Mutant]] = []
    taken = seen = 0
    for path, all_of_it in by_module.items():
        seen += len(all_of_it)
        share = min(size, total) * seen // total - taken
        taken += share
        chosen = random.Random(f"{seed}/{path.name}").sample(all_of_it, share)
        drawn += [((place + 0.5) / share, mutant) for place, mutant in enumerate(chosen)]
    return [mutant for _, mutant in sorted(drawn, key=lambda pair: pair[0])]


def run_tests(tree: Path, tests: Sequence[str], timeout_s: float) -> str:
    """What *tests* say in *tree*: "survived", "killed" or "timed out"."""
    child = multiprocessing.get_context("fork").Process(target=_in_child, args=(tree, tests))
    child.start()
    child.join(timeout_s)
    if child.exitcode is None:
        child.kill()
        child.join()
        return "timed out"
    return "survived" if child.exitcode == pytest.ExitCode.OK else "killed"


def _in_child(tree: Path, tests: Sequence[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    for name in [name for name in sys.modules if name.partition(".")[0] in ("imagesim", "tests")]:
        del sys.modules[name]
    os.chdir(tree)
    sys.path.insert(0, str(tree))
    output = os.open(tree / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    code = pytest.main([*OPTIONS, *tests])
    sys.stdout.flush()
    os._exit(code)


def judge(tree: Path, mutant: Mutant, tests: Sequence[str], timeout_s: float) -> str:
    """Put the mutant into the tree, run the tests, put the original back. Where no test matters, each survives."""
    original = mutant.path.read_bytes()
    try:
        _write(mutant.path, mutated_source(mutant).encode())
        # pytest collects everything before it runs anything, and most mutants fall to the nearest tests.
        for some in (tests[:NEAREST], tests[NEAREST:]):
            outcome = run_tests(tree, some, timeout_s) if some else "survived"
            if outcome != "survived":
                return outcome
        return "survived"
    finally:
        _write(mutant.path, original)


def _write(path: Path, source: bytes) -> None:
    path.write_bytes(source)
    # Two texts of one length written in one second look alike to the cache of compiled modules.
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


def copy_of(tree: Path, folder: Path) -> Path:
    """What the tests of rules need, in *folder*."""
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("imagesim", "tests"):
        shutil.copytree(tree / name, folder / name, ignore=ignore)
    if (tree / "pyproject.toml").exists():
        shutil.copy(tree / "pyproject.toml", folder)
    return folder


def report(outcomes: Sequence[tuple[Mutant, str]], rules: Path) -> Iterator[str]:
    """The lines of the report: per module, all, and the survivors."""
    counts: dict[str, Counter[str]] = {}
    for mutant, outcome in outcomes:
        counts.setdefault(mutant.path.relative_to(rules).as_posix(), Counter())[outcome] += 1
    for module, count in sorted(counts.items()):
        late = f", of these {count['timed out']} timed out" if count["timed out"] else ""
        yield f"{module}: {count['killed'] + count['timed out']} killed{late}, {count['survived']} survived"
    survivors = [mutant for mutant, outcome in outcomes if outcome == "survived"]
    killed = len(outcomes) - len(survivors)
    yield f"all: {len(outcomes)} mutants, {killed} killed ({100 * killed / max(len(outcomes), 1):.1f} %)"
    yield from (f"survived {_text(mutant, rules)}" for mutant in sorted(survivors, key=lambda m: (m.path, m.line)))


def _text(mutant: Mutant, rules: Path) -> str:
    def short(text: str) -> str:
        return " ".join(text.split())[:150]

    place = f"{mutant.path.relative_to(rules).as_posix()}:{mutant.line}"
    return f"{place}: {short(mutant.before)}  ->  {short(mutant.after)}"


def run(tree: Path, options: argparse.Namespace) -> int:
    """Judge the sample in *tree*, a copy that nobody else uses. 1 if the tests fail without any mutant."""
    rules = tree / "imagesim" / "rules"
    reach = Reach(tree)
    by_module = {path: found for path in sorted(rules.rglob("*.py")) if (found := mutants(path))}
    chosen = sample(by_module, options.sample, options.seed)
    tests = {path: reach.tests_of(path) for path in by_module}
    print(f"{sum(map(len, by_module.values()))} mutants in {len(by_module)} modules, {len(chosen)} chosen", flush=True)
    everything = sorted({test for some in tests.values() for test in some})
    if run_tests(tree, everything, 600) != "survived":
        print("the tests fail without any mutant:\n" + (tree / "output.txt").read_text()[-3000:])
        return 1
    end = time.monotonic() + 60 * options.minutes
    outcomes: list[tuple[Mutant, str]] = []
    for mutant in chosen[options.skip :]:
        if time.monotonic() > end:
            print(f"out of time: {len(chosen) - options.skip - len(outcomes)} of the sample did not run")
            break
        outcome = judge(tree, mutant, tests[mutant.path], options.timeout)
        outcomes.append((mutant, outcome))
        print(f"{len(outcomes)} {outcome} {_text(mutant, rules)}", flush=True)
    print("\n".join(report(outcomes, rules)))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=400, help="how many mutants")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many, which an earlier run has judged")
    parser.add_argument("--seed", type=int, default=1, help="which")
    parser.add_argument("--minutes", type=float, default=60, help="start no further mutant after so long")
    parser.add_argument("--timeout", type=float, default=30, help="seconds for the tests of one mutant")
    parser.add_argument("--tree", type=Path, default=Path(__file__).parents[1], help="the project to copy")
    options = parser.parse_args()
    os.nice(5)
    with tempfile.TemporaryDirectory() as folder:
        return run(copy_of(options.tree, Path(folder).resolve()), options)


if __name__ == "__main__":
    sys.exit(main())
