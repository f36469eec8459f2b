"""Holds simulated pulls against pulls that were watched on the wire: `python -m tests.wire [FILE.jsonl]`.

A case is one JSON object (docs in case.py): registries, a node, steps, and what was seen. It is run on a Runtime of its
own, without a kubelet. Where a version requests layers in an order that chance decides, a case is run under several
seeds: what does not depend on the order has to hold under each, what does under one.

Without a file, the rows of the measurements are run, as `rows_*.py` beside this file write them down; what of them
cannot be written as a case is listed with the reason, and where it is tested instead.
"""
