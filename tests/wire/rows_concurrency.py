"""Table 3: which downloads run together, in which order, and how long that takes."""

from collections.abc import Iterable

from tests.wire.images import APP, HOST, Json, content_bytes
from tests.wire.writing import VERSIONS, case, cold, get, head, layers, one_by_one, pull

_MIB = 2**20
_SLOW = {"bytes_per_s_per_stream": 10 * _MIB}
"""At this rate layer 0 of app takes three seconds, and everything else is there long before."""


def rows() -> Iterable[Json]:
    """Every row that can be written as a case, for each measured version."""
    for version in VERSIONS:
        yield from _one_pull(version)
        yield from _calibration(version)
        yield from _two_pulls(version)
        yield from _leader_gone(version)
        yield from _queue(version)


def _of(version: str, **seconds: float | None) -> Json:
    """A pull that works; the seconds that were seen with this version, by `v1_6`, `v1_7` and `v2_3`."""
    seen = seconds.get(f"v{version[0]}_{version[2]}")
    return {"ok": True} if seen is None else {"ok": True, "seconds": seen}


def _one_pull(version: str) -> Iterable[Json]:
    yield case(
        "3 ten layers, three at a time", version, ["team/ten:1"], [pull("team/ten:1")],
        node={"bytes_per_s_per_stream": _MIB},
        pulls=[_of(version, v1_6=8.38, v1_7=8.38, v2_3=8.19)], counts={"total": 13},
    )  # fmt: skip
    yield case(
        "3 layer 0 is slow", version, ["team/app:v1"], [pull("team/app:v1")], node=_SLOW,
        requests=cold(version, "v1", "app-v1", "app-v1-config", APP),
        pulls=[_of(version, v1_6=3.43, v1_7=3.43, v2_3=3.34)],
    )  # fmt: skip
    yield case(
        "3 the last layer comes three seconds later", version, ["team/app:v1"], [pull("team/app:v1")],
        held={"faults": [{"method": "GET", "object": "blobs/L4", "delay_s": 3.0}]},
        requests=cold(version, "v1", "app-v1", "app-v1-config", APP),
        pulls=[_of(version, v1_6=3.36, v1_7=3.36, v2_3=3.22)],
    )  # fmt: skip


def _calibration(version: str) -> Iterable[Json]:
    yield case("3 calibration, 2.097 MB/s", version, ["team/app:v1"], [pull("team/app:v1")],
               node={"bytes_per_s_per_stream": 2.097e6},
               pulls=[_of(version, v1_6=15.49, v1_7=15.17, v2_3=15.24)])  # fmt: skip
    yield case("3 calibration, 10.486 MB/s", version, ["team/app:v1"], [pull("team/app:v1")],
               node={"bytes_per_s_per_stream": 10.486e6},
               pulls=[_of(version, v1_6=3.48, v1_7=3.48, v2_3=3.34)])  # fmt: skip


def _two_pulls(version: str) -> Iterable[Json]:
    same = cold(version, "v1", "app-v1", "app-v1-config", APP)
    yield case(
        "3 the same image twice at once", version, ["team/app:v1"], [pull("team/app:v1"), pull("team/app:v1")],
        node=_SLOW, requests=[[head("v1"), head("v1")], *same[1:]],
        pulls=[_of(version, v1_6=3.57, v1_7=3.57), _of(version, v1_6=3.59, v1_7=3.59)],
    )  # fmt: skip
    yield case(
        "3 two images share their bottom layers", version, ["team/app:v1", "team/other:1"],
        [pull("team/app:v1"), pull("team/other:1", 0.001)], node=_SLOW,
        requests=[
            [head("v1"), head("1")],
            [get("app-v1"), get("other"), get("app-v1-config"), get("other-config")],
            *layers(version, APP),
            [get("other-own")],
        ],
        pulls=[{"ok": True}, _of(version, v2_3=3.66)],
        left={"content_bytes": content_bytes("app-v1", "other"), "snapshots": 6},
    )  # fmt: skip
    both = ["team/x:1", "team/y:1"]
    left = {"content_bytes": content_bytes("x", "y"), "snapshots": 4}
    bodies = [get("x"), get("y"), get("x-config"), get("y-config"), get("x-base"), get("y-base"), get("shared-top")]
    yield case("3 the same blob on two bases, at once", version, both, [pull("team/x:1"), pull("team/y:1")],
               requests=[[head("1"), head("1")], bodies], pulls=[{"ok": True}] * 2, left=left,
               node=_SLOW)  # fmt: skip
    yield case(
        "3 the same blob on two bases, one after the other", version, both, [pull("team/x:1"), pull("team/y:1", 10.0)],
        requests=[
            *cold(version, "1", "x", "x-config", ["x-base", "shared-top"]),
            *one_by_one(head("1"), get("y"), get("y-config"), get("y-base")),
        ],
        pulls=[{"ok": True}] * 2, left=left,
    )  # fmt: skip


def _leader_gone(version: str) -> Iterable[Json]:
    """A pull that waits goes on with what the one that fetched has left: 14 090 240 and 13 041 664 bytes then."""
    steps = [pull("team/app:v1"), pull("team/app:v1", 0.01), {"at_s": 1.4, "cancel": 0}]
    come = {"v1_6": 14_090_240, "v1_7": 14_090_240, "v2_3": 13_041_664}[f"v{version[0]}_{version[2]}"]
    rate = come / (1.4 - 0.07)
    small = [get(name) for name in ("L1", "L2", "L3", "L4")]
    rest = [HOST, "GET", "blobs/L0", 206, None]
    yield case(
        "3 leader cancelled in the middle of a layer", version, ["team/app:v1"], steps,
        node={"bytes_per_s_per_stream": rate},
        requests=[
            [head("v1"), head("v1")], *one_by_one(get("app-v1"), get("app-v1-config")),
            [get("L0", size=None), *small], [rest],
        ],
        pulls=[{"ok": False, "code": "Canceled"}, {"ok": True}],
        left={"content_bytes": 48_273_191, "snapshots": 5},
    )  # fmt: skip
    fault = {"method": "GET", "object": "blobs/L3", "nth": 1, "status": 502, "delay_s": 1.0}
    yield case(
        "3 a layer of the leader fails while another pull waits", version, ["team/app:v1"],
        [pull("team/app:v1"), pull("team/app:v1", 0.01)], held={"faults": [fault]},
        requests=[
            [head("v1"), head("v1")], *one_by_one(get("app-v1"), get("app-v1-config")),
            [get("L3", 502), *[get(name) for name in ("L0", "L1", "L2", "L4")]], [get("L3")],
        ],
        pulls=[{"ok": False, "code": "Unknown", "error": "502 Bad Gateway"}, {"ok": True}],
    )  # fmt: skip


def _queue(version: str) -> Iterable[Json]:
    yield case(
        "3 four images at once", version, ["team/app:v1", "team/ten:1", "team/other:1", "team/small:t0"],
        [pull("team/app:v1"), pull("team/ten:1", 0.002), pull("team/other:1", 0.004), pull("team/small:t0", 0.006)],
        node={"bytes_per_s_per_stream": 2 * _MIB},
        pulls=[
            _of(version, v2_3=15.3), _of(version, v1_6=4.2, v1_7=4.2, v2_3=9.3),
            _of(version, v2_3=17.3), _of(version, v1_6=0.65, v1_7=0.65, v2_3=9.8),
        ],
    )  # fmt: skip
    slow = [{"method": "GET", "object": f"blobs/ten-{place}", "delay_s": 3.0} for place in range(10)]
    order = [
        *one_by_one(head("1"), get("ten"), get("ten-config")),
        [head("t0"), *[get(f"ten-{place}") for place in range(10)], get("small"), get("small-config"),
         get("small-0"), get("small-1")],
    ]  # fmt: skip
    yield case(
        "3 a small image behind ten layers", version, ["team/ten:1", "team/small:t0"],
        [pull("team/ten:1"), pull("team/small:t0", 0.5)], held={"faults": slow},
        requests=order if version.startswith("2.3") else None,
        pulls=[{"ok": True}, _of(version, v1_6=0.105, v1_7=0.105, v2_3=8.46)],
    )  # fmt: skip
