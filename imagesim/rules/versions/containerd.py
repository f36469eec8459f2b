"""What differs between containerd 1.6 and 2.3 in one pull: requests, limits and texts, one value per version.

A minor version stands for the release in `release`: 1.6.20, 1.7.34 and 2.3.4 were measured on the wire with default
configuration, 2.0.11, 2.1.9 and 2.2.7 were read at their tags. Inside a minor version some of this moved too (five
tries came with 2.3.2, the GET that reads a 403's text with 2.3.3), so an older patch release may differ.
"""

from dataclasses import dataclass, replace

from imagesim.rules.units import Seconds
from imagesim.rules.versions.provenance import MEASURED, SOURCE_READ, fact

_RELEASES = {"1.6": "1.6.20", "1.7": "1.7.34", "2.0": "2.0.11", "2.1": "2.1.9", "2.2": "2.2.7", "2.3": "2.3.4"}
_KNOWN = {version: MEASURED if version in ("1.6", "1.7", "2.3") else SOURCE_READ for version in _RELEASES}
_READ = dict.fromkeys(_RELEASES, SOURCE_READ)
_PAUSE = {"1.6": "3.6", "1.7": "3.8", "2.0": "3.10", "2.1": "3.10", "2.2": "3.10.1", "2.3": "3.10.2"}
_RESOLVER = "core/remotes/docker/resolver.go"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerdBehaviour:
    """How one containerd version pulls. `version` is "1.6" ... "2.3"; `release` is the exact one that was looked at."""

    version: str
    release: str
    transfer_service: bool = fact(
        "CRI pulls go through the transfer service ('failed to resolve image: ' in errors), not the client",
        "internal/cri/server/images/image_pull.go",
        _KNOWN,
    )
    status_text_names_request: bool = fact(
        "a refused HEAD reads 'unexpected status from HEAD request to URL: CODE', and a refused token likewise "
        "(before: 'pulling from host HOST failed with status code [manifests TAG]: CODE')",
        _RESOLVER,
        _KNOWN,
    )
    body_text_names_request: bool = fact(
        "a refused GET reads 'unexpected status from GET request to URL: CODE', then the registry's errors on a new "
        "line (before: 'unexpected status code URL: CODE - Server message: ...')",
        "core/remotes/docker/fetcher.go, core/remotes/errors/errors.go",
        _KNOWN,
    )
    missing_credentials_named: bool = fact(
        "a basic-auth registry without credentials gives 'no basic auth credentials' (before: the bare 401)",
        "core/remotes/docker/authorizer.go",
        _KNOWN,
    )
    classified_texts_are_formats: bool = fact(
        "the text of an error with a gRPC code of its own (NotFound, Canceled) goes through Errorf once more, which "
        "makes %!A(MISSING) of an escaped colon",
        "errdefs/grpc.go",
        _KNOWN,
    )
    short_read_counts_bytes: bool = fact(
        "a body cut at 0 bytes reads 'short read: expected N bytes but got 0: unexpected EOF'",
        "core/content/helpers.go",
        _KNOWN,
    )
    extract_text_names_snapshot: bool = fact(
        "a failed unpack names media type, blob, snapshotter and chain (before: the layer's diff ID alone)",
        "core/unpack/unpacker.go",
        _KNOWN,
    )
    diff_id_text_names_both: bool = fact(
        "a wrong diff ID is reported with the actual one and the blob", "core/unpack/unpacker.go", _KNOWN
    )
    uppercase_text_names_repository: bool = fact(
        "an upper-case name reads 'repository name (X) must be lowercase'",
        "github.com/distribution/reference normalize.go",
        _KNOWN,
    )
    fetches_every_entry: bool = fact(
        "every entry of an index that matches the node's platform exactly is fetched and unpacked, and every one "
        "without a platform, if there is any; a pull that finds no image in it then fails while reading the config "
        "('get image config descriptor: ...') and leaves it behind (before: the best that the node runs, 386 on amd64 "
        "included, and nothing stays of an index without any)",
        "core/transfer/image/imagestore.go",
        _KNOWN,
    )
    followers_lose_parents: bool = fact(
        "a pull that goes on where another one failed can find that the layers below were just collected "
        "('failed to prepare extraction snapshot ...'); later it holds them from the moment that it finds them",
        "unpacker.go",
        _KNOWN,
    )
    artifacts_are_pulled: bool = fact(
        "a Helm chart or another OCI artifact is pulled without an error", "core/unpack/unpacker.go", _KNOWN
    )
    takes_schema_1: bool = fact(
        "an image of Docker's schema 1 is pulled, and converted (2.0 switches that off, 2.1 has it no more)",
        "core/remotes/docker/resolver.go, core/transfer/local/pull.go",
        _READ,
    )
    sandbox_image: str = fact(
        "the default of sandbox_image (pinned_images.sandbox from 2.0), in which every pod's sandbox runs",
        "pkg/cri/config/config_unix.go, internal/cri/config/config.go",
        _READ,
    )
    sandbox_image_pinned: bool = fact(
        "a sandbox image that was pulled through the CRI is pinned: no image GC takes it",
        "pkg/cri/server/image_pull.go, internal/cri/server/images/image_pull.go",
        _READ,
    )
    pause_image_before_sandbox: bool = fact(
        "RunPodSandbox asks for the sandbox image before it starts the sandbox: 'failed to pull image ...' (before: "
        "'failed to get sandbox image ...: failed to pull image ...')",
        "internal/cri/server/sandbox_run.go",
        _READ,
    )
    sandbox_text_names_id: bool = fact(
        "a sandbox that cannot be started is named by its ID ('failed to start sandbox ...')",
        "internal/cri/server/sandbox_run.go",
        _READ,
    )
    tries_429: int = fact(
        "requests in all when every answer is 429 or 408, without a pause and whatever Retry-After says",
        _RESOLVER,
        _KNOWN,
    )
    tries_5xx_last_host: int = fact(
        "requests in all when the last host answers the same of 500, 503 and 504 each time (502 is never repeated)",
        _RESOLVER,
        _KNOWN,
    )
    transport_tries: int = fact(
        "requests in all at the last host after EOF, a TLS handshake timeout or a DNS timeout, 50 ms apart",
        _RESOLVER,
        _KNOWN,
    )
    get_after_head_403: bool = fact(
        "a HEAD answered 403 is followed by one GET of the same URL, for the text of the error", _RESOLVER, _KNOWN
    )
    blobs_fallback_only_after_404: bool = fact(
        "a pull by digest does not look under /blobs after /manifests was refused with a status other than 404 "
        "(before: it does after any failure)",
        _RESOLVER,
        _KNOWN,
    )
    most_relevant_error_wins: bool = fact(
        "of several hosts' errors the most telling is reported: a status over a 404 over a transport error "
        "(before: the first that is not a 404)",
        _RESOLVER,
        _KNOWN,
    )
    response_header_timeout_s: Seconds | None = fact(  # noqa: RUF009 - it is a field()
        "seconds after which a host that accepted a request and never answers is given up",
        "core/remotes/docker/config/hosts.go",
        _KNOWN,
    )
    progress_timeout_s: Seconds | None = fact(  # noqa: RUF009 - it is a field()
        "image_pull_progress_timeout: seconds without a byte after which a pull is cancelled",
        "internal/cri/config/config.go",
        _KNOWN,
    )
    slots_per_node: bool = fact(
        "max_concurrent_downloads (3) is one first-in-first-out pool for the node (before: three for each pull)",
        "core/transfer/local/transfer.go, internal/cri/server/images/service.go",
        _KNOWN,
    )
    slots_cover_manifests: bool = fact(
        "manifests, indexes and configs take a download slot too (before: layers only)",
        "core/remotes/docker/fetcher.go",
        _KNOWN,
    )
    unpack_slots_per_node: bool = fact(
        "max_concurrent_unpacks (1) is one pool for the node (before: layers of one pull are unpacked one by one, "
        "those of several pulls together)",
        "core/transfer/local/transfer.go",
        _KNOWN,
    )
    unpacks_other_systems: bool = fact(
        "a single manifest for another operating system is unpacked too (later only pulled); one for another "
        "architecture is unpacked by all",
        "core/transfer/local/pull.go",
        _KNOWN,
    )
    token_requests_have_headers: bool = fact(
        "headers of hosts.toml go to the token server too, not to the registry alone",
        "core/remotes/docker/config/hosts.go, authorizer.go",
        _READ,
    )
    hosts_file_has_dial_timeout: bool = fact(
        "hosts.toml knows dial_timeout, in place of the 30 s for a connection to open",
        "core/remotes/docker/config/hosts.go",
        _READ,
    )
    hosts_file_may_lack_hosts: bool = fact(
        "a hosts.toml may say a server alone (before: one without a [host] table is passed over)",
        "core/remotes/docker/config/hosts.go",
        _READ,
    )
    hosts_file_has_referrers: bool = fact(
        "hosts.toml knows the capability referrers (before: a file that names it is passed over)",
        "core/remotes/docker/config/hosts.go",
        _READ,
    )
    tokens_expire: bool = fact(
        "a bearer token that runs out in the middle of a pull is fetched again",
        "core/remotes/docker/authorizer.go",
        _KNOWN,
    )
    layers_in_order: bool = fact(
        "layers are requested in the manifest's order (before 2.1); later all queue at once, often the last first",
        "core/unpack/unpacker.go",
        _KNOWN,
    )
    parallel_unpacks: bool = fact(
        "the transfer service has max_concurrent_unpacks: several layers of a pull can be unpacked at once",
        "core/unpack/unpacker.go",
        _KNOWN,
    )


def local_pull(behaviour: ContainerdBehaviour) -> ContainerdBehaviour:
    """The same version when its CRI plugin pulls by itself, without the transfer service (`use_local_image_pull`).

    Measured on 2.3.4: the errors of the client path come back, and an index without the platform leaves nothing.
    """
    return replace(
        behaviour,
        transfer_service=False,
        fetches_every_entry=False,
        unpack_slots_per_node=False,
        unpacks_other_systems=True,
    )


def _behaviour(version: str, release: str) -> ContainerdBehaviour:
    """The column of *version*. Versions compare as pairs of numbers, so that each change reads as a date."""
    major, minor = (int(part) for part in version.split("."))
    at = (major, minor)
    return ContainerdBehaviour(
        version=version,
        release=release,
        transfer_service=at >= (2, 1),
        status_text_names_request=at >= (1, 7),
        body_text_names_request=at >= (2, 1),
        missing_credentials_named=at >= (1, 7),
        classified_texts_are_formats=at < (1, 7),
        short_read_counts_bytes=at >= (2, 1),
        extract_text_names_snapshot=at >= (2, 1),
        diff_id_text_names_both=at >= (2, 2),
        uppercase_text_names_repository=at >= (1, 7),
        fetches_every_entry=at >= (2, 1),
        followers_lose_parents=at < (1, 7),
        artifacts_are_pulled=at >= (1, 7),
        takes_schema_1=at < (2, 0),
        sandbox_image=f"registry.k8s.io/pause:{_PAUSE[version]}",
        sandbox_image_pinned=at >= (1, 7),
        pause_image_before_sandbox=at >= (2, 3),
        sandbox_text_names_id=at >= (2, 0),
        tries_429=5 if at >= (2, 3) else 6,
        tries_5xx_last_host=2 if at >= (2, 1) else 1,
        transport_tries=5 if at >= (2, 3) else 1,
        get_after_head_403=at >= (2, 3),
        # Fixed in 2.0.11, 2.2.7 and 2.3.0, but in no 2.1 release that was looked at.
        blobs_fallback_only_after_404=at in ((2, 0), (2, 2), (2, 3)),
        most_relevant_error_wins=at >= (2, 0),
        response_header_timeout_s=30.0 if at >= (2, 3) else None,
        progress_timeout_s=300.0 if at >= (1, 7) else None,
        slots_per_node=at >= (2, 1),
        slots_cover_manifests=at >= (2, 1),
        unpack_slots_per_node=at >= (2, 2),
        unpacks_other_systems=at < (2, 3),
        token_requests_have_headers=at >= (2, 1),
        hosts_file_has_dial_timeout=at >= (2, 0),
        hosts_file_may_lack_hosts=at >= (1, 7),
        hosts_file_has_referrers=at >= (2, 2),
        tokens_expire=at >= (1, 7),
        layers_in_order=at < (2, 1),
        parallel_unpacks=at >= (2, 2),
    )


CONTAINERD_TABLE = {version: _behaviour(version, release) for version, release in _RELEASES.items()}
