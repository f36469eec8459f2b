"""Table 2: the requests of pulls from registries that want a login or a token."""

from collections.abc import Iterable

from tests.wire.images import Json
from tests.wire.writing import VERSIONS, Groups, case, failed, get, head, layers, one_by_one, pull, token

RIGHT, WRONG = ("alice", "right"), ("alice", "wrong")
USERS = {"alice": "right"}
_DENIED = "pull access denied, repository does not exist or may require authorization: "


def rows() -> Iterable[Json]:
    """Every row that can be written as a case, for each measured version."""
    for version in VERSIONS:
        yield from _basic(version)
        yield from _bearer(version)
        yield from _logins(version)
        yield from _refused(version)


def _private(row: str, version: str, auth: str, login: tuple[str, str] | None, **expected: object) -> Json:
    registry = {"repository": "priv/app", "auth": auth, "users": USERS, **expected.pop("registry", {})}  # type: ignore[dict-item]
    return case(row, version, ["team/small:t0"], [pull("priv/app:t0", login=login)], held=registry, **expected)  # type: ignore[arg-type]


def _rest(version: str) -> Groups:
    return [[get("small-config")], *layers(version, ["small-0", "small-1"])]


def _basic(version: str) -> Iterable[Json]:
    resolved = one_by_one(head("t0", 401), head("t0"))
    warm = {"node": {"present": ["priv/app:t0"]}}
    yield _private("2 Basic, right password, cold", version, "basic", RIGHT,
                   requests=[*resolved, *one_by_one(get("small", 401), get("small")), *_rest(version)])  # fmt: skip
    yield _private("2 Basic, right password, warm", version, "basic", RIGHT, requests=resolved, **warm)
    text = f"{_DENIED}authorization failed: no basic auth credentials"
    if version.startswith("1.6"):
        text = "failed with status code [manifests t0]: 401 Unauthorized"
    yield _private("2 Basic, no credentials", version, "basic", None,
                   requests=one_by_one(head("t0", 401)), pulls=[failed("Unknown", text)])  # fmt: skip
    yield _private("2 Basic, no credentials, image present (Always)", version, "basic", None,
                   requests=one_by_one(head("t0", 401)), pulls=[failed("Unknown", text)],
                   left={"content_bytes": 1_155_183, "snapshots": 2}, **warm)  # fmt: skip
    tries = 5 if version.startswith("2.3") else 6
    yield _private("2 Basic, wrong password", version, "basic", WRONG,
                   requests=one_by_one(*[head("t0", 401)] * tries), counts={"total": tries},
                   pulls=[failed("Unknown", "401 Unauthorized", seconds=0.0)])  # fmt: skip


def _bearer(version: str) -> Iterable[Json]:
    anonymous = one_by_one(head("t0", 401), token(), head("t0"))
    fetched = one_by_one(get("small", 401), token(), get("small"))
    yield case("2 Bearer anonymous, public, cold", version, ["team/small:t0"], [pull("team/small:t0")],
               held={"auth": "bearer"}, requests=[*anonymous, *fetched, *_rest(version)],
               counts={"total": 9})  # fmt: skip
    yield case("2 Bearer anonymous, warm", version, ["team/small:t0"], [pull("team/small:t0")],
               held={"auth": "bearer"}, node={"present": ["team/small:t0"]}, requests=anonymous)  # fmt: skip
    yield _private(
        "2 Bearer, credentials, cold", version, "bearer", RIGHT,
        requests=[
            *one_by_one(head("t0", 401), token("POST"), head("t0")),
            *one_by_one(get("small", 401), token("POST"), get("small")),
            *_rest(version),
        ],
    )  # fmt: skip
    yield _private("2 Bearer, credentials, warm", version, "bearer", RIGHT, node={"present": ["priv/app:t0"]},
                   requests=one_by_one(head("t0", 401), token("POST"), head("t0")))  # fmt: skip


def _logins(version: str) -> Iterable[Json]:
    for status in (405, 404, 401):
        tokens = token("POST", status), token()
        yield _private(
            f"2 token endpoint answers POST {status}", version, "bearer", RIGHT,
            registry={"token": {"post": status}},
            requests=[
                *one_by_one(head("t0", 401), *tokens, head("t0")),
                *one_by_one(get("small", 401), *tokens, get("small")),
                *_rest(version),
            ],
        )  # fmt: skip
    yield _private("2 Bearer, wrong password", version, "bearer", WRONG,
                   requests=one_by_one(head("t0", 401), token("POST", 401), token("GET", 401)),
                   pulls=[failed("Unknown", "failed to authorize: failed to fetch oauth token: unexp")])  # fmt: skip


def _refused(version: str) -> Iterable[Json]:
    scope = f"{_DENIED}server message: insufficient_scope: authorization failed"
    yield _private("2 anonymous, private repository", version, "bearer", None,
                   requests=one_by_one(head("t0", 401), token(), head("t0", 401)),
                   pulls=[failed("Unknown", scope)])  # fmt: skip
    for status in (401, 429, 503):
        yield case(
            f"2 token server refuses anonymous with {status}", version, ["team/small:t0"], [pull("team/small:t0")],
            held={"auth": "bearer", "token": {"get": status}},
            requests=one_by_one(head("t0", 401), token("GET", status)),
            pulls=[failed("Unknown", "failed to authorize: failed to fetch anonymous token: unexpected status")],
        )  # fmt: skip
    yield case(
        "2 unknown repository, Bearer anonymous", version, ["team/small:t0"], [pull("team/nothing:t0")],
        held={"auth": "bearer"},
        requests=one_by_one(head("t0", 401), token(), head("t0", 404)),
        pulls=[failed("NotFound", "team/nothing:t0: not found")],
    )  # fmt: skip
