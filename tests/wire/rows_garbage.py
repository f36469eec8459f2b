"""Table 5: what is left on the node after pulls that failed or were cancelled."""

from collections.abc import Iterable

from tests.wire.images import APP, Json, content_bytes
from tests.wire.writing import VERSIONS, case, cold, failed, get, head, one_by_one, pull

_NOTHING = {"content_bytes": 0, "snapshots": 0}
_LAST_LAYER_FAILS = {"method": "GET", "object": "blobs/L4", "nth": 1, "status": 502, "delay_s": 3.0}
"""502 is the status that no version repeats. By then layers 0 to 3 are unpacked."""


def rows() -> Iterable[Json]:
    """Every row that can be written as a case, for each measured version."""
    for version in VERSIONS:
        yield from _failed(version)
        yield from _cancelled(version)
        yield _shared(version)
        yield _no_platform(version)


def _failed(version: str) -> Iterable[Json]:
    first = cold(version, "v1", "app-v1", "app-v1-config", APP)
    broken = [[get("L4", 502) if request[2] == "blobs/L4" else request for request in group] for group in first]
    held = {"faults": [_LAST_LAYER_FAILS]}
    refused = failed("Unknown", "502 Bad Gateway")
    yield case("5 a failed pull frees everything", version, ["team/app:v1"], [pull("team/app:v1")], held=held,
               requests=broken, pulls=[refused], left=_NOTHING)  # fmt: skip
    yield case("5 the next pull begins from nothing", version, ["team/app:v1"],
               [pull("team/app:v1"), pull("team/app:v1", 10.0)], held=held,
               requests=[*broken, *first], pulls=[refused, {"ok": True}])  # fmt: skip
    if version.startswith("1.6"):
        return  # not watched
    yield case("5 a retry within milliseconds finds all that was there", version, ["team/app:v1"],
               [pull("team/app:v1"), pull("team/app:v1", 3.16)], held=held,
               requests=[*broken, *one_by_one(head("v1"), get("L4"))],
               pulls=[refused, {"ok": True, "seconds": 0.022}])  # fmt: skip


def _cancelled(version: str) -> Iterable[Json]:
    steps = [pull("team/app:v1"), {"at_s": 1.5, "cancel": 0}]
    node = {"bytes_per_s_per_stream": 10 * 2**20}
    yield case("5 a cancelled pull frees everything", version, ["team/app:v1"], steps, node=node,
               pulls=[{"ok": False, "code": "Canceled"}], left=_NOTHING)  # fmt: skip
    yield case(
        "5 after a cancelled pull nothing is resumed", version, ["team/app:v1"], [*steps, pull("team/app:v1", 10.0)],
        node=node,
        requests=[
            *one_by_one(head("v1"), get("app-v1"), get("app-v1-config")),
            [get(layer, size=None if layer == "L0" else -1) for layer in APP],
            *cold(version, "v1", "app-v1", "app-v1-config", APP),
        ],
        pulls=[{"ok": False, "code": "Canceled"}, {"ok": True}],
    )  # fmt: skip


def _shared(version: str) -> Json:
    missing = ["L2", "L3"]
    both = one_by_one(head("v1"), get("app-v1"), get("app-v1-config"))
    return case(
        "5 what another image holds stays", version, ["team/app:v1", "team/other:1"],
        [pull("team/app:v1"), pull("team/app:v1", 10.0)],
        node={"present": ["team/other:1"]}, held={"faults": [_LAST_LAYER_FAILS]},
        requests=[
            *both, [*[get(layer) for layer in missing], get("L4", 502)],
            *both, [*[get(layer) for layer in missing], get("L4")],
        ],
        pulls=[failed("Unknown", "502 Bad Gateway"), {"ok": True}],
        left={"content_bytes": content_bytes("app-v1", "other"), "snapshots": 6},
    )  # fmt: skip


def _no_platform(version: str) -> Json:
    """The one failure after which the transfer service leaves a record, and so asks for less the next time."""
    keeps = version.startswith("2.3")
    text = "no match for platform in manifest"
    again = one_by_one(head("1")) if keeps else one_by_one(head("1"), get("arm64-only"))
    return case(
        "5 an index without the platform", version, ["team/arm:1"], [pull("team/arm:1"), pull("team/arm:1", 10.0)],
        requests=[*one_by_one(head("1"), get("arm64-only")), *again],
        pulls=[failed("NotFound", text)] * 2,
        left={"content_bytes": 703 if keeps else 0, "snapshots": 0},
    )  # fmt: skip
