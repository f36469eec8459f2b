"""`python -m tests.house [FOLDER]`: print the figures of the house, of the package `imagesim` in FOLDER."""

import statistics
import sys
from pathlib import Path

from tests.house import circles, raising, sizes
from tests.house.imports import graph

USAGE = "usage: python -m tests.house [FOLDER]   (a checkout of imagesim; without it, this one)"


def figures(package: Path) -> list[str]:
    """A line for each figure, and one for each place that it names."""
    modules, functions, imported = sizes.modules(package), sizes.functions(package), graph(package)
    lines = [
        f"modules: {len(modules)}",
        f"lines: {sum(module.lines for module in modules)}",
        f"median module: {statistics.median(module.lines for module in modules):g} lines",
        f"largest module: {modules[-1].lines} lines, {modules[-1].name}",
        f"median function: {statistics.median(function.lines for function in functions):g} lines of {len(functions)}",
        f"largest function: {functions[-1].lines} lines, {functions[-1].name}",
    ]
    files, folders = circles.of_files(imported), circles.of_folders(imported)
    lines += _counted("circles of files", [f"{len(circle)}: {', '.join(circle)}" for circle in files])
    lines += _counted("circles of folders", [", ".join(circle) for circle in folders])
    lines += _counted(f"folders with more than {sizes.MOST_MODULES} modules", sizes.folders_too_full(package))
    lines += _counted("names that differ by an s", sizes.names_that_differ_by_an_s(package))
    return lines + _counted("public functions that raise without saying so", raising.silent(package))


def _counted(what: str, places: list[str]) -> list[str]:
    return [f"{what}: {len(places)}", *(f"    {place}" for place in places)]


def main(arguments: list[str]) -> int:
    """Print the figures; 2 where there is no such checkout."""
    if arguments in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    package = Path(*arguments[:1] or [Path(__file__).parents[2]]) / "imagesim"
    if len(arguments) > 1 or not package.is_dir():
        print(f"{package}: there is no such folder" if len(arguments) < 2 else USAGE, file=sys.stderr)
        return 2
    print("\n".join(figures(package)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
