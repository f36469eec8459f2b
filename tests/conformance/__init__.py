"""Holds the program against recorded rows: `python -m tests.conformance FOLDER`.

A row is one JSON object with inputs and what real code answered. A *checker* puts the inputs through imagesim's public
functions and says where the answers differ. To add one, drop a module `tests/conformance/check_NAME.py` beside this
file; nothing else has to be told about it. It holds

    CHECKERS = {"backoff.jsonl": check}

that is, file names (without a folder) and the function that checks one row of that file:

    def check(row: Row) -> str | None:

It returns None (or "") when imagesim agrees and else a short text that says what differs; `differences(expected, got)`
from tests.conformance.checking makes one from two mappings. A row that cannot be compared is left out with
`raise Excluded("why, in a few words")`; it is counted under that reason. An exception counts as a disagreement, and so
does a module that cannot be imported. Rows that carry a true `go_version_sensitive` never reach a checker: they are
counted as excluded.

A file of another version of the same kind gets the same function with the version filled in:

    CHECKERS = {"gc.jsonl": partial(check, version="1.32"), "gc136.jsonl": partial(check, version="1.36")}

A `.jsonl` file has one row a line. A `.json` file holds one array, whose elements are the rows.

Samples of the recorded rows lie in folders beside this file, named after where they were recorded (kubelet-1.32,
kubelet-1.36, control-plane-1.36); test_conformance.py runs every file in them. Keep a sample below 300 kB and evenly
spread over the whole.
"""
