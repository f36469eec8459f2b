"""What each host was asked for and what it sent: its load and its egress.

A body that went through a cache was sent twice, by the host behind the cache to the cache, and by the cache to the
node: each has it in a row of its own. A request that was never answered counts as one.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from imagesim.engine.records import HostRecord, Records, RequestRecord
from imagesim.results.measures.costs import TOO_MANY_REQUESTS, is_manifest_get
from imagesim.rules.units import Bytes

REGISTRY = "registry"


class HostCosts(NamedTuple):
    """The costs of one host. `kind` and `of` are those of HostRecord.

    `manifest_gets` are what Docker Hub counts as pulls; `too_many_requests` are answers 429, `failed` those with any
    other status from 400 on and those that never came. `bytes_to_caches` is the part of `bytes_sent` that went to
    pull-through caches. `peak_requests_per_s` is the most within one whole second of the run.
    """

    host: str
    kind: str
    of: str
    requests: int
    head_requests: int
    get_requests: int
    post_requests: int
    manifest_gets: int
    too_many_requests: int
    failed: int
    bytes_sent: Bytes
    bytes_to_caches: Bytes
    peak_requests_per_s: int


def host_costs(records: Records) -> list[HostCosts]:
    """A row per host that was asked, by name."""
    asked: dict[str, list[RequestRecord]] = {}
    for row in records.requests:
        asked.setdefault(row.host, []).append(row)
    known = {row.host: row for row in records.hosts}
    caches = {row.host for row in records.hosts if row.kind == "cache"}
    return [_of(known.get(host, HostRecord(host, REGISTRY, "")), asked[host], caches) for host in sorted(asked)]


def _of(host: HostRecord, requests: Sequence[RequestRecord], caches: set[str]) -> HostCosts:
    methods = Counter(row.method for row in requests)
    return HostCosts(
        *host,
        requests=len(requests),
        head_requests=methods["HEAD"],
        get_requests=methods["GET"],
        post_requests=methods["POST"],
        manifest_gets=sum(map(is_manifest_get, requests)),
        too_many_requests=sum(row.status == TOO_MANY_REQUESTS for row in requests),
        failed=sum(row.status != TOO_MANY_REQUESTS and (row.status >= 400 or not row.status) for row in requests),
        bytes_sent=sum(row.bytes_sent for row in requests),
        bytes_to_caches=sum(row.bytes_sent for row in requests if row.node in caches),
        peak_requests_per_s=max(Counter(int(row.time_s) for row in requests).values()),
    )
