"""Holds what a replay foretells against what simulated pods do next: `python -m tests.foretold [CASES]`."""
