"""A cluster that is dumped in the midst of a run and imported: what happens next agrees with that run.

`python -m tests.starting [--runs N] [CASE...]` compares distributions over seeds; the tests do so for a few.
"""
