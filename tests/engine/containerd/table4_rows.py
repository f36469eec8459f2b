"""Table 4 of the measurements as values: what goes wrong, and the code, text and number of tries of each version.

A value per version holds from that version on, until the next; "2.3 local" is the client path of 2.3
(use_local_image_pull, L of the report) and, where nothing is said of it, as 2.3. In the texts <P>, <R> and <OPEN> are
the frames of the reports, and `…` stands for what depends on the machine: client ports, the random part of a key.
"""

from dataclasses import dataclass, field

from imagesim.rules.containerd.texts import PULL_RATE_LIMIT
from imagesim.rules.registry.access import Login
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_runtime import Disk
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_service import Fault, TokenServer
from tests.engine.containerd.pull_node import HOST, MIB, SMALL, WRONG, image, index, layer, manifest, registry, sha

REF = f"{HOST}/team/small:t0"
BASE = f"http://{HOST}/v2/team/small"
HEAD, BLOB, CONFIG = "manifests/t0", f"blobs/{sha('s1')}", f"blobs/{sha('small config')}"
MANIFEST = f"manifests/{SMALL.digest}"
DENIED = "pull access denied, repository does not exist or may require authorization: "
SCOPE = "scope=repository%3Apriv%2Fapp%3Apull&service=tok.test"
TOKENS = TokenServer(host="127.0.0.1:6000", service="tok.test")
MOUNT = "mount callback failed on /var/lib/containerd/tmpmounts/containerd-mount1: "
NO_SPACE = "no space left on device"

PerVersion = dict[str, str]
ONE = {"1.6": 1}
LIMITED = {"1.6": 6, "2.3": 5}
ONCE_MORE = {"1.6": 1, "2.1": 2}
AGAIN = {"1.6": 1, "2.3": 5}


@dataclass(frozen=True)
class Row:
    """`counted` is the method and object whose requests are the tries; all requests where it is left out."""

    name: str
    text: PerVersion
    tries: dict[str, int]
    code: str = "Unknown"
    registry: Registry = field(default_factory=registry)
    counted: tuple[str, str] | None = None
    ref: str = REF
    login: Login | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    disk: Disk | None = None
    versions: str = "1.6 1.7 2.0 2.1 2.2 2.3 local"


def of(values: dict, version: str) -> object:
    """The value for *version*."""
    if version in values:
        return values[version]
    plain = version.partition(" ")[0]
    return values[max(known for known in values if known <= plain and " " not in known)]


def _at(name: str, method: str, object_: str, text: PerVersion, tries: dict[str, int], **row: object) -> Row:
    """A row whose fault hits one request, always; fields of the fault are those that Row has not."""
    own = {key: row.pop(key) for key in list(row) if key not in Row.__dataclass_fields__}
    faults = (Fault(method=method, object=object_, **own),)  # type: ignore[arg-type]
    fields = {"registry": registry(faults=faults), "counted": (method, object_)} | row
    return Row(name, text, tries, **fields)  # type: ignore[arg-type]


def _broken(name: str, held: Image, text: PerVersion, tries: dict[str, int], **row: object) -> Row:
    """A row in which the image itself is the trouble."""
    return Row(name, text, tries, registry=registry({"team/small:t0": held}), **row)  # type: ignore[arg-type]


def _on_head(status: str, unexpected: str = "") -> PerVersion:
    return {
        "1.6": f"<R>pulling from host {HOST} failed with {unexpected}status code [manifests t0]: {status}",
        "1.7": f"<R>unexpected status from HEAD request to {BASE}/{HEAD}: {status}",
    }


def _on_get(object_: str, status: str, message: str = "") -> PerVersion:
    old, new = (f" - Server message: {message}", f"\n{message}") if message else ("", "")
    return {
        "1.6": f"<OPEN>unexpected status code {BASE}/{object_}: {status}{old}",
        "2.1": f"<OPEN>unexpected status from GET request to {BASE}/{object_}: {status}{new}",
    }


def _unanswered(cause: str) -> PerVersion:
    return {"1.6": f'<R>failed to do request: Head "{BASE}/{HEAD}": {cause}'}


def _no_token(what: str, status: str) -> PerVersion:
    frame = f"<R>failed to authorize: failed to fetch {what} token: unexpected status"
    return {
        "1.6": f"{frame}: {status}",
        "1.7": f"{frame} from GET request to http://127.0.0.1:6000/token?{SCOPE}: {status}",
    }


def _extract(cause: str) -> PerVersion:
    where = f'(application/vnd.oci.image.layer.v1.tar+gzip {sha("bad")}) to overlayfs as "extract-… {sha("raw")}"'
    return {
        "1.6": f"<P>failed to extract layer {sha('raw')}: {MOUNT}{cause}: unknown",
        "2.1": f"<P>failed to extract layer {where}: {MOUNT}{cause}",
        "1.7": f"<P>failed to extract layer {sha('raw')}: {MOUNT}{cause}: unknown",
    }


def _mismatch(kind: str, digest: str) -> PerVersion:
    text = f'failed commit on ref "{kind}-{digest}": unexpected commit digest sha256:…, expected {digest}'
    return {"1.6": f"<P>{text}: failed precondition"}


_WRONG = image("small", layer("bad", diff_id=sha("raw"), defect="wrong-diff-id"))
_NO_TAR = image("small", layer("bad", diff_id=sha("raw"), defect="not-a-tar"))
_BAD = image("small", layer("bad", diff_id=sha("raw")))
_ARM = index("arm", manifest("arm64", layer("a0"), platform="linux/arm64"))
_PRIVATE = f"{HOST}/priv/app:1"
_PUBLIC_NAME = "registry.test:6101"
_LOOKUP = "dial tcp: lookup 127.0.0.1 on 10.96.0.10:53: "


def _bearer(**service: object) -> Registry:
    return registry(auth="bearer", tokens=TOKENS, **service)


def _tokens(status: int) -> Registry:
    return registry(auth="bearer", tokens=TokenServer(host=TOKENS.host, service=TOKENS.service, get_status=status))


ROWS = [
    Row("E1 tag", {"1.6": f"<R>{HOST}/team/small:t9: not found"}, ONE, "NotFound", ref=f"{HOST}/team/small:t9"),
    Row("E1 repository", {"1.6": f"<R>{HOST}/team/no:1: not found"}, ONE, "NotFound", ref=f"{HOST}/team/no:1"),
    Row("E2", {"1.6": f"<R>{HOST}/team/small@{sha('no')}: not found"}, {"1.6": 2}, "NotFound",
        ref=f"{HOST}/team/small@{sha('no')}"),
    Row("E3a", {**_on_head("401 Unauthorized"), "1.7": f"<R>{DENIED}authorization failed: no basic auth credentials"},
        ONE, registry=registry(auth="basic")),
    Row("E3b", _on_head("401 Unauthorized"), LIMITED, registry=registry(auth="basic"), login=WRONG),
    Row("E4", {"1.6": f"<R>{DENIED}server message: insufficient_scope: authorization failed"}, {"1.6": 3},
        registry=_bearer(), ref=_PRIVATE),
    Row("E5", _no_token("oauth", "401 Unauthorized"), {"1.6": 3}, registry=_bearer(), ref=_PRIVATE, login=WRONG),
    *[Row(f"E6 {status[:3]}", _no_token("anonymous", status), {"1.6": 2}, registry=_tokens(int(status[:3])),
          ref=_PRIVATE)
      for status in ("401 Unauthorized", "429 Too Many Requests", "503 Service Unavailable")],
    *[_at(f"E7 {status[:3]}", "HEAD", HEAD, _on_head(status), ONCE_MORE, status=int(status[:3]))
      for status in ("500 Internal Server Error", "503 Service Unavailable", "504 Gateway Timeout")],
    *[_at(f"E7 {status[:3]}", "HEAD", HEAD, _on_head(status), ONE, status=int(status[:3]))
      for status in ("400 Bad Request", "502 Bad Gateway")],
    _at("E7 403", "HEAD", HEAD, _on_head("403 Forbidden"), ONE, status=403),
    Row("E7 403 twice", {**_on_head("403 Forbidden"), "2.3": f"{_on_head('403 Forbidden')['1.7']}\ndenied: go away"},
        {"1.6": 1, "2.3": 2}, registry=registry(faults=(Fault(object=HEAD, status=403, message="go away"),))),
    *[_at(f"E8 {status[:3]}", "HEAD", HEAD, _on_head(status), LIMITED, status=int(status[:3]), seconds={"1.6": 0.0})
      for status in ("429 Too Many Requests", "408 Request Timeout")],
    _at("E9", "HEAD", HEAD, _on_head("301 Moved Permanently", "unexpected "), ONE, status=301),
    _at("E10", "GET", MANIFEST, _on_get(MANIFEST, "429 Too Many Requests", f"toomanyrequests: {PULL_RATE_LIMIT}"),
        LIMITED, status=429, message=""),
    _at("E11", "GET", BLOB, _on_get(BLOB, "429 Too Many Requests", "toomanyrequests: slow down"), LIMITED, status=429,
        message="slow down"),
    _at("E12 403", "GET", MANIFEST, _on_get(MANIFEST, "403 Forbidden", "denied"), ONE, status=403, message=""),
    _at("E12 503", "GET", BLOB, _on_get(BLOB, "503 Service Unavailable", "unavailable"), ONCE_MORE, status=503,
        message=""),
    _at("E13 500", "GET", BLOB, _on_get(BLOB, "500 Internal Server Error"), ONCE_MORE, status=500),
    _at("E13 502", "GET", BLOB, _on_get(BLOB, "502 Bad Gateway"), ONE, status=502),
    _at("E14", "GET", CONFIG, {"1.6": f"<OPEN>could not fetch content descriptor {sha('small config')} "
                               "(application/vnd.oci.image.config.v1+json) from remote: not found"},
        ONE, code="NotFound", status=404),
    _at("E15", "GET", MANIFEST, {"1.6": f"<OPEN>content at {BASE}/{MANIFEST} not found: not found"}, ONE,
        code="NotFound", status=404),
    _at("E16", "HEAD", HEAD, _unanswered(f"dial tcp {HOST}: connect: connection refused"), {"1.6": 0},
        transport="refused"),
    _at("E17", "HEAD", HEAD, _unanswered(f"{_LOOKUP}no such host"), {"1.6": 0}, transport="no-such-host"),
    _at("E18", "HEAD", HEAD, _unanswered(f"{_LOOKUP}server misbehaving"), {"1.6": 0}, transport="dns-error"),
    _at("E19", "HEAD", HEAD, _unanswered(f"read tcp …->{HOST}: read: connection reset by peer"), ONE,
        transport="reset"),
    _at("E20", "GET", CONFIG, {"1.6": f'<OPEN>failed to do request: Get "{BASE}/{CONFIG}": '
                               f"read tcp …->{HOST}: read: connection reset by peer"},
        {"1.6": 2}, transport="reset"),
    Row("E21", {"1.6": f'<R>failed to do request: Head "https://{_PUBLIC_NAME}/v2/team/small/{HEAD}": '
                "http: server gave HTTP response to HTTPS client"},
        ONE, registry=registry(host=_PUBLIC_NAME, faults=(Fault(transport="plain-http"),)),
        ref=f"{_PUBLIC_NAME}/team/small:t0"),
    Row("E22", {"1.6": f'failed to parse image reference "{REF}:2": invalid reference format'}, {"1.6": 0},
        ref=f"{REF}:2"),
    Row("E22 capitals", {
        "1.6": f'failed to parse image reference "{HOST}/Team/App:v1": invalid reference format: '
        "repository name must be lowercase",
        "1.7": f'failed to parse image reference "{HOST}/Team/App:v1": invalid reference format: '
        "repository name (Team/App) must be lowercase"}, {"1.6": 0}, ref=f"{HOST}/Team/App:v1"),
    _broken("E23", _ARM, {"1.6": "<P>no match for platform in manifest: not found",
            "2.1": f"get image config descriptor: no match for platform in manifest {sha('arm')}: not found",
            "2.3 local": "<P>no match for platform in manifest: not found"}, {"1.6": 2}, code="NotFound"),
    _at("E25 layer", "GET", BLOB, _mismatch("layer", sha("s1")), ONE, code="FailedPrecondition", corrupt=True),
    _at("E25 config", "GET", CONFIG, _mismatch("config", sha("small config")), ONE, code="FailedPrecondition",
        corrupt=True),
    _at("E25 manifest", "GET", MANIFEST, _mismatch("manifest", SMALL.digest), ONE, code="FailedPrecondition",
        corrupt=True),
    _at("E27", "GET", BLOB, {"1.6": "<P>failed to read expected number of bytes: unexpected EOF",
        "2.1": f"<P>short read: expected {MIB} bytes but got 0: unexpected EOF"}, {"1.6": 4}, cut_at_bytes=0),
    Row("E28", {"1.6": f"<P>failed to copy: write /var/lib/containerd/io.containerd.content.v1.content/ingest/…/data: "
                f"{NO_SPACE}"}, {"1.6": 5}, disk=Disk(capacity=MIB + 10_000)),
    _broken("E29", _BAD, _extract(f"write /var/lib/containerd/tmpmounts/containerd-mount1/f0: {NO_SPACE}"), {"1.6": 4},
            disk=Disk(capacity=MIB + 10_000)),
    _broken("E30", _NO_TAR, _extract("archive/tar: invalid tar header"), {"1.6": 4}),
    _broken("E31", _WRONG, {"1.6": f'<P>wrong diff id calculated on extraction "{sha("raw")}"',
            "2.2": f'<P>wrong diff id "sha256:…" calculated on extraction "{sha("raw")}", desc "{sha("bad")}"'},
            {"1.6": 4}),
    _broken("E32", image("small", layer("s0"), diff_ids=2),
            {"1.6": "<P>number of layers and diffIDs don't match: 1 != 2"}, {"1.6": 3}),
    _broken("E33", image("small", layer("chart"), artifact=True),
            {"1.6": "<P>failed to unpack image on snapshotter overlayfs: mismatched image rootfs and manifest layers"},
            {"1.6": 4}, versions="1.6"),
    _at("E34 HEAD", "HEAD", HEAD, _unanswered("net/http: timeout awaiting response headers"), ONE,
        code="DeadlineExceeded", silent=True, seconds={"2.3": 30.0}, versions="2.3 local"),
    _at("E34 GET", "GET", BLOB, {"1.6": f'<OPEN>failed to do request: Get "{BASE}/{BLOB}": '
                                 "net/http: timeout awaiting response headers"}, ONE,
        code="DeadlineExceeded", silent=True, seconds={"2.3": 30.0}, versions="2.3 local"),
    _at("E35", "HEAD", HEAD, _unanswered("EOF"), AGAIN, transport="closed", seconds={"1.6": 0.0, "2.3": 0.2}),
    _at("E36", "HEAD", HEAD, _unanswered("net/http: TLS handshake timeout"), {"1.6": 0}, transport="tls-silent",
        seconds={"1.6": 10.0, "2.3": 50.2}),
    _at("E37", "HEAD", HEAD, _unanswered(f"dial tcp {HOST}: i/o timeout"), {"1.6": 0}, code="DeadlineExceeded",
        transport="dial-silent", seconds={"1.6": 30.0}),
    _at("E38", "HEAD", HEAD, _unanswered(f"{_LOOKUP}read udp …->10.96.0.10:53: i/o timeout"), {"1.6": 0},
        transport="dns-silent", seconds={"1.6": 10.0, "2.3": 50.2}),
]  # fmt: skip
