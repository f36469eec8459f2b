"""Random scenarios against the laws that every run keeps, whatever happens in it: `python -m tests.laws`."""
