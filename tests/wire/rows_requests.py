"""Table 1: the requests of pulls from a registry that asks for no login."""

from collections.abc import Iterable

from tests.wire.images import APP, HOST, Json, content_bytes, size_of
from tests.wire.writing import VERSIONS, case, cold, failed, get, head, layers, one_by_one, pull

_MULTI = ["multi-0", "multi-1"]


def rows() -> Iterable[Json]:
    """Every row that can be written as a case, for each measured version."""
    for version in VERSIONS:
        yield from _cold(version)
        yield from _warm(version)
        yield from _moved(version)
        yield from _by_digest(version)
        yield _forbidden_head(version)
        yield _no_head(version)


def _cold(version: str) -> Iterable[Json]:
    yield case(
        "1.1 cold tag, single manifest", version, ["team/app:v1"], [pull("team/app:v1")],
        requests=cold(version, "v1", "app-v1", "app-v1-config", APP),
        counts={"total": 8, "HEAD": 1, "GET": 7},
        left={"content_bytes": 48_273_191, "snapshots": 5},
    )  # fmt: skip
    yield case(
        "1.2 cold tag, multi-arch index", version, ["team/multi:1"], [pull("team/multi:1")],
        requests=[
            *one_by_one(head("1"), get("multi"), get("multi-amd64"), get("multi-config")),
            *layers(version, _MULTI),
        ],
        counts={"total": 6, "HEAD": 1, "GET": 5},
        left={"content_bytes": 8_393_500, "snapshots": 2},
    )  # fmt: skip
    yield case(
        "1.2b another index with the same amd64 manifest", version, ["team/multi:1", "team/multi:2"],
        [pull("team/multi:2")],
        node={"present": ["team/multi:1"]},
        requests=one_by_one(head("2"), get("attested")),
        left={"content_bytes": 8_393_500 + 1_225, "snapshots": 2},
    )  # fmt: skip
    yield case(
        "1 the same blob twice in one image", version, ["team/twice:1"], [pull("team/twice:1")],
        requests=cold(version, "1", "twice", "twice-config", ["twice-0", "twice-1"]),
        left={"content_bytes": 1_351_595, "snapshots": 5},
    )  # fmt: skip


def _warm(version: str) -> Iterable[Json]:
    present = {"node": {"present": ["team/app:v1"]}, "pulls": [{"ok": True, "seconds": 0.02}]}
    kept = {"content_bytes": 48_273_191, "snapshots": 5}
    yield case("1.3 warm, same tag", version, ["team/app:v1"], [pull("team/app:v1")],
               requests=one_by_one(head("v1")), left=kept, **present)  # fmt: skip
    second = case("1.3b another tag, same digest", version, ["team/app:v1"], [pull("team/app:again")],
                  requests=one_by_one(head("again")), left=kept, **present)  # fmt: skip
    second["registry"]["tags"]["team/app:again"] = "app-v1"
    yield second
    yield case("1.2w warm index", version, ["team/multi:1"], [pull("team/multi:1")],
               node={"present": ["team/multi:1"]}, requests=one_by_one(head("1")),
               left={"content_bytes": 8_393_500, "snapshots": 2})  # fmt: skip


def _moved(version: str) -> Iterable[Json]:
    tags = ["team/app:v1", "team/app:v2"]
    move = {"at_s": 10.0, "move": "team/app:v1", "to": "app-v2"}
    back = {"at_s": 20.0, "move": "team/app:v1", "to": "app-v1"}
    fetched = one_by_one(head("v1"), get("app-v2"), get("app-v2-config"))
    both = {"content_bytes": content_bytes("app-v1", "app-v2"), "snapshots": 7}
    yield case(
        "1.4 tag moved, three of five layers shared (5: the old image stays)", version, tags,
        [move, pull("team/app:v1", 11.0)],
        node={"present": ["team/app:v1"]},
        requests=[*fetched, [get("L3-new"), get("L4-new")]],
        left=both,
    )  # fmt: skip
    yield case(
        "1.4b tag moved back", version, tags, [move, pull("team/app:v1", 11.0), back, pull("team/app:v1", 21.0)],
        node={"present": ["team/app:v1"]},
        requests=[*fetched, [get("L3-new"), get("L4-new")], [head("v1")]],
        pulls=[{"ok": True}, {"ok": True}],
        left=both,
    )  # fmt: skip


def _by_digest(version: str) -> Iterable[Json]:
    tags = ["team/app:v1"]
    yield case("1.5 by digest, cold", version, tags, [pull("team/app@app-v1")],
               requests=cold(version, "app-v1", "app-v1", "app-v1-config", APP))  # fmt: skip
    yield case("1.5w by digest, warm", version, tags, [pull("team/app@app-v1")],
               node={"present": tags}, requests=one_by_one(head("app-v1")))  # fmt: skip
    yield case("1.5td tag and digest", version, tags, [pull("team/app:v9@app-v1")],
               node={"present": tags}, requests=one_by_one(head("app-v1")))  # fmt: skip


def _forbidden_head(version: str) -> Json:
    """2.3 asks once more with GET, to read the text of the refusal; the pull fails though that works."""
    asks = [[HOST, "GET", "manifests/t0", 200, size_of("small")]] if version.startswith("2.3") else []
    return case(
        "1 HEAD 403", version, ["team/small:t0"], [pull("team/small:t0")],
        held={"faults": [{"method": "HEAD", "object": "manifests/t0", "status": 403}]},
        requests=one_by_one(head("t0", 403), *asks),
        pulls=[failed("Unknown", "403 Forbidden")],
        left={"content_bytes": 0, "snapshots": 0},
    )  # fmt: skip


def _no_head(version: str) -> Json:
    return case(
        "1 registry answers HEAD 405", version, ["team/small:t0"], [pull("team/small:t0")],
        held={"faults": [{"method": "HEAD", "status": 405}]},
        requests=[
            *one_by_one(head("t0", 405), [HOST, "GET", "manifests/t0", 200, None], get("small"), get("small-config")),
            *layers(version, ["small-0", "small-1"]),
        ],
    )  # fmt: skip
