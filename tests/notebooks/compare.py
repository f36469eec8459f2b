"""Runs notebooks and compares what they print and draw with what is stored.

    python -m tests.notebooks.compare notebooks

nbval does it, with pictures compared too (see pictures.py). A notebook that is stored unrun passes here, since nothing
is stored to compare with; test_stored.py finds those.
"""

import sys
from pathlib import Path

import pytest

# A cell of a lesson takes well under a second; nbval would wait 2000.
CELL_TIMEOUT_S = 60


def main(paths: list[str]) -> int:
    return pytest.main(
        [
            "-p",
            "nbval",
            "--nbval",
            "--nbval-current-env",
            f"--nbval-cell-timeout={CELL_TIMEOUT_S}",
            f"--nbval-sanitize-with={Path(__file__).with_name('sanitize.cfg')}",
            "-p",
            "tests.notebooks.pictures",
            "-p",
            "no:cacheprovider",
            *paths,
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
