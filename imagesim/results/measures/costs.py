"""What the pulls of a run cost: requests, bytes, and the time until every pod was Ready."""

from typing import NamedTuple

from imagesim.engine.records import Records, RequestRecord
from imagesim.rules.units import Bytes, Seconds

TOO_MANY_REQUESTS = 429


class Costs(NamedTuple):
    """The costs of one run, over all registries.

    `manifest_gets` are those requests that Docker Hub counts as pulls; `refused` are the answers 429. `ready_s` is when
    the last of the pods that are there at the end first became Ready, None while `not_ready` of them never were.
    """

    requests: int
    manifest_gets: int
    refused: int
    bytes_sent: Bytes
    ready_s: Seconds | None
    not_ready: int


def costs(records: Records, host: str = "") -> Costs:
    """Add up the costs of a run; the first four numbers for the registry *host* alone, if one is given."""
    requests = [row for row in records.requests if not host or row.host == host]
    ready = [row.ready_s for row in records.pods if row.deleted_s is None]
    times = [time for time in ready if time is not None]
    return Costs(
        requests=len(requests),
        manifest_gets=sum(map(is_manifest_get, requests)),
        refused=sum(row.status == TOO_MANY_REQUESTS for row in requests),
        bytes_sent=sum(row.bytes_sent for row in requests),
        ready_s=max(times, default=None) if len(times) == len(ready) else None,
        not_ready=len(ready) - len(times),
    )


def is_manifest_get(request: RequestRecord) -> bool:
    """Whether this is a GET of a manifest or an index, answered or not."""
    return request.method == "GET" and request.object.startswith("manifests/")
