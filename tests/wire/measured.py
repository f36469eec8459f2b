"""The measured rows of tables 1, 2, 3, 5 and 6 as cases, those that the format has no words for, and a later recording.

`second_recording.jsonl` beside this file is a sample of pulls that were recorded as cases: each kind of them, and all
that imagesim once got wrong.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from tests.wire import rows_auth, rows_concurrency, rows_garbage, rows_mirrors, rows_requests
from tests.wire.case import Case, read
from tests.wire.images import Json

VERSIONS = ("1.6.20", "1.7.34", "2.3.4")
"""The versions of containerd that were measured."""
LATER = f"{VERSIONS[0]} to {VERSIONS[-1]}, a later recording"
"""What the second recording is called where it stands beside the versions."""
_MODULES = (rows_requests, rows_auth, rows_concurrency, rows_garbage, rows_mirrors)


def cases() -> Iterable[Json]:
    """Every case."""
    for module in _MODULES:
        yield from module.rows()


def of_version(version: str) -> list[Case]:
    """The cases of one version, read."""
    return [read(case) for case in cases() if case["containerd"] == version]


def second_recording() -> list[Case]:
    """The sample of the second recording, read."""
    text = Path(__file__).with_name("second_recording.jsonl").read_text(encoding="utf-8")
    return [read(json.loads(line)) for line in text.splitlines()]


_QUIRKS = "tested in tests/engine/containerd/test_pull_quirks.py"
_REQUESTS = "tested in tests/engine/containerd/test_pull_requests.py"
_MIRRORS = "tested in tests/engine/containerd/test_mirrors.py"
_PROGRESS = "tested in tests/engine/containerd/test_progress_timeout.py"
_GARBAGE = "tested in tests/engine/containerd/test_pull_garbage.py"
_RANGED = "tested in tests/engine/containerd/test_ranged_body.py"

NOT_EXPRESSIBLE: dict[str, str] = {
    "1 HEAD 200 without Docker-Content-Digest": f"no key for a registry's headers; {_REQUESTS}",
    "1 blobs 307-redirected to another host": f"no key for a redirection; {_REQUESTS}",
    "1 User-Agent, Accept, connections": "headers and connections are not simulated; they decide nothing that is",
    "1 CRI image size, ImageFsInfo": f"no step asks for it; the size is {_GARBAGE}",
    "1 ctr images pull": "not the CRI path, and not simulated",
    "2 token expires in the middle of a pull": f"no key for a token's life; {_REQUESTS}",
    "3 GETs in flight (four images; six two-layer images)": f"nothing counts what is under way at once; {_QUIRKS}",
    "3 order of layer GETs": "a case is one pull; tests/wire/layer_orders.py, which is part of this run",
    "3 options (downloads, unpacks, discard_unpacked_layers)": f"no key for settings; {_QUIRKS}",
    "3 option concurrent_layer_fetch_buffer": f"off by default, and not measured; {_RANGED}",
    "3 ctr without duplicate suppression": "not the CRI path, and not simulated",
    "3 a pull waits 24 s in the queue": f"no key for the timeout; {_PROGRESS}",
    "5 containerd killed in the middle of a pull": "containerd itself never fails in a simulation",
    "5 extract failure": f"no key for a defect of a layer; {_GARBAGE}",
    "5 RemoveImage rows": f"no step removes an image; {_GARBAGE}",
    "5 Helm chart or artifact": f"no key for an artifact; {_QUIRKS}",
    "5 time until the collector has run": f"`left` is what is there at the end; {_GARBAGE}",
    "6 connection refused": f"a fault has no word for it; {_MIRRORS}",
    "6 no `server` line": f"the runner writes one; {_MIRRORS}",
    "6 mirror corrupts a layer": f"a fault has no word for it; {_MIRRORS}",
    "6 HEAD: mirror 404, upstream unreachable": f"a fault has no word for it; {_MIRRORS}",
    "6 mirror reset, upstream 404": f"a fault has no word for it; {_MIRRORS}",
}
"""Rows that are not cases: why, and where they are tested instead."""
