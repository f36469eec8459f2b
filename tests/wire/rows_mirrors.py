"""Table 6: pulls through a mirror that hosts.toml names before the registry."""

from collections.abc import Iterable

from tests.wire.images import HOST, Json, registry
from tests.wire.writing import VERSIONS, Groups, Request, case, failed, get, head, one_by_one, pull

MIRROR = "127.0.0.1:5001"
_TAG = "team/small:t0"
_NAMES = ["small", "small-config", "small-0", "small-1"]


def rows() -> Iterable[Json]:
    """Every row that can be written as a case, for each measured version."""
    for version in VERSIONS:
        yield from _works(version)
        yield from _fails(version)
        yield from _too_many_requests(version)
        yield from _errors(version)
    for version in ("2.3.4",):
        yield from _only_measured_with_2_3(version)


def _mirror(*faults: Json, tags: Iterable[str] = (_TAG,), **more: object) -> Json:
    return registry(tags, host=MIRROR, faults=list(faults), **more)


def _pull(row: str, version: str, mirror: Json, asked: Iterable[Request], **expected: object) -> Json:
    """What is asked before the layers comes in this order, the rest in any."""
    requests = list(asked)
    first = next((place for place, each in enumerate(requests) if "small-0" in each[2] or "small-1" in each[2]), None)
    groups: Groups = one_by_one(*requests[:first]) + ([] if first is None else [requests[first:]])
    return case(f"6 {row}", version, [_TAG], [pull(_TAG)], mirrors=[mirror], requests=groups, **expected)  # type: ignore[arg-type]


def _bodies(host: str) -> list[Request]:
    return [get(name, host=host) for name in _NAMES]


def _each(*statuses: tuple[str, int]) -> list[Request]:
    """Every body asked for at these hosts in turn, with these answers."""
    return [get(name, status, host=host) for name in _NAMES for host, status in statuses]


def _works(version: str) -> Iterable[Json]:
    yield _pull("ok", version, _mirror(), [head("t0", host=MIRROR), *_bodies(MIRROR)])
    yield _pull("capabilities pull only", version, _mirror(capabilities=["pull"]), [head("t0"), *_bodies(MIRROR)])
    cut = [{"method": "GET", "object": "blobs/small-0", "nth": nth, "cut_at_bytes": 300_000} for nth in (1, 2, 3)]
    parts = [
        [MIRROR, "GET", "blobs/small-0", 200 if nth == 0 else 206, size]
        for nth, size in enumerate([300_000, 300_000, 300_000, 149_169])
    ]
    yield _pull("mirror truncates", version, _mirror(*cut),
                [head("t0", host=MIRROR), *_bodies(MIRROR)[:2], *parts, get("small-1", host=MIRROR)])  # fmt: skip


def _fails(version: str) -> Iterable[Json]:
    both = (MIRROR, 404), (HOST, 200)
    yield _pull("404 on all", version, _mirror(tags=()), [head("t0", 404, MIRROR), head("t0"), *_each(*both)])
    yield _pull("500 on HEAD only", version, _mirror({"method": "HEAD", "status": 500}),
                [head("t0", 500, MIRROR), head("t0"), *_bodies(MIRROR)])  # fmt: skip
    yield _pull("HEAD ok, blobs 404", version, _mirror({"object": "blobs/*", "status": 404}),
                [head("t0", host=MIRROR), get("small", host=MIRROR), *_each(*both)[2:]])  # fmt: skip


def _too_many_requests(version: str) -> Iterable[Json]:
    tries = 5 if version.startswith("2.3") else 6
    each = [(MIRROR, 429)] * tries + [(HOST, 200)]
    yield _pull("429 on all", version, _mirror({"status": 429}),
                [*[head("t0", 429, MIRROR)] * tries, head("t0"), *_each(*each)])  # fmt: skip


def _errors(version: str) -> Iterable[Json]:
    text = {
        "1.6": f"pulling from host {MIRROR} failed with status code [manifests t1]: 500 Internal Server Error",
        "1.7": f"HEAD request to http://{MIRROR}/v2/team/small/manifests/t1?ns=…: 500 Internal Server Error",
    }
    yield case(
        "6 mirror 500, upstream 404", version, [_TAG], [pull("team/small:t1")],
        mirrors=[_mirror({"method": "HEAD", "status": 500})],
        requests=one_by_one(head("t1", 500, MIRROR), head("t1", 404)),
        pulls=[failed("Unknown", text["1.6" if version.startswith("1.6") else "1.7"])],
    )  # fmt: skip


def _only_measured_with_2_3(version: str) -> Iterable[Json]:
    blobs_503 = {"object": "blobs/*", "status": 503}
    first = [head("t0", host=MIRROR), get("small", host=MIRROR)]
    yield _pull("503 on blobs", version, _mirror(blobs_503), [*first, *_each((MIRROR, 503), (HOST, 200))[2:]])
    yield _pull(
        "both 503 on blobs", version, _mirror(blobs_503),
        [*first, *_each((MIRROR, 503), (HOST, 503), (HOST, 503))[3:6]],
        pulls=[failed("Unknown", f"GET request to http://{MIRROR}/v2/team/small/blobs/…: 503 Service Unavailable")],
        held={"faults": [blobs_503]},
    )  # fmt: skip
    both = [head("t0", 429, MIRROR)] * 5 + [head("t0", 429)] * 5
    yield _pull(
        "both 429", version, _mirror({"status": 429}), both, held={"faults": [{"status": 429}]},
        pulls=[failed("Unknown", f"HEAD request to http://{MIRROR}/v2/team/small/manifests/t0?ns=…: 429 Too Many")],
    )  # fmt: skip
    yield _pull(
        "mirror 404, upstream 500", version, _mirror(tags=()), [head("t0", 404, MIRROR), *[head("t0", 500)] * 2],
        held={"faults": [{"method": "HEAD", "status": 500}]},
        pulls=[failed("Unknown", f"HEAD request to http://{HOST}/v2/team/small/manifests/t0: 500 Internal Server")],
    )  # fmt: skip
    asked = [MIRROR, "GET", "manifests/t0", 200, None]
    yield _pull("HEAD 403", version, _mirror({"method": "HEAD", "status": 403}),
                [head("t0", 403, MIRROR), asked, head("t0"), *_bodies(MIRROR)])  # fmt: skip
