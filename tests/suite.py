"""Every check, part by part: `python -m tests.suite [PART ...]`, or `make test`.

A part that fails stops no other. The last lines say what came of each part and how long it took. Exit 0 if every part
passed, 1 if one failed, 2 for a part that is not known, 130 when interrupted.

Tests take as many processes as there are processors. A notebook, or a file of browser tests, stays in one process: its
kernel, or its JupyterLab, is its own.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
USAGE = "usage: python -m tests.suite [PART ...]   (without a part, all of them)"


class Outcome(NamedTuple):
    """What came of one part: its exit code, and how long it took by the clock."""

    part: str
    exit_code: int
    seconds: float

    def text(self) -> str:
        """One line of the summary."""
        return f"{self.part:10} {'passed' if self.exit_code == 0 else 'FAILED'}  {self.seconds:6.1f} s"


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parts(workers: int) -> dict[str, list[str]]:
    """The command of each part, in the order in which they run: first what fails soonest."""
    python, beside = sys.executable, Path(sys.executable).parent
    many = ["-n", str(workers), "--dist"]
    return {
        "style": [str(beside / "ruff"), "check"],
        "format": [str(beside / "ruff"), "format", "--check"],
        "types": [str(beside / "mypy")],
        "tests": [python, "-m", "pytest", *many, "worksteal", "--ignore=tests/browser"],
        "notebooks": [python, "-m", "tests.notebooks.compare", "notebooks", *many, "loadfile"],
        "browser": [python, "-m", "pytest", "-rs", *many, "loadfile", "tests/browser"],
    }


def environment() -> dict[str, str]:
    """What parts run in: Python keeps what it compiles, since hundreds of processes import the same modules.

    Images of Python often forbid that, and then each process takes twice as long to begin.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(commands: Mapping[str, Sequence[str]]) -> list[Outcome]:
    """Run every command in the checkout, whatever came of those before it."""
    return [_run(part, command) for part, command in commands.items()]


def _run(part: str, command: Sequence[str]) -> Outcome:
    print(f"== {part}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=False)
    return Outcome(part, done.returncode, time.monotonic() - started)


def main(arguments: list[str], commands: Mapping[str, Sequence[str]] | None = None) -> int:
    """Run the parts that are named, or all, and sum up. *commands* are the parts that there are."""
    if arguments in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    commands = parts(processors()) if commands is None else commands
    if unknown := [name for name in arguments if name not in commands]:
        print(f"{unknown[0]}: no such part; there are {', '.join(commands)}", file=sys.stderr)
        return 2
    try:
        outcomes = run({part: command for part, command in commands.items() if not arguments or part in arguments})
    except KeyboardInterrupt:
        return 130
    print("== summary")
    for outcome in outcomes:
        print(outcome.text())
    failed = sum(outcome.exit_code != 0 for outcome in outcomes)
    print(f"parts: {len(outcomes) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
