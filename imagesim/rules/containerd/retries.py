"""When containerd sends a request again: retryRequest and the transport retries of core/remotes/docker/resolver.go.

All answers of one request count together, 401s too, and so do tries without an answer where those are repeated. 429 and
408 are repeated at once, whatever Retry-After says; 500, 503 and 504 once each at the last host, if the version does
that, and not twice in a row for the same status; a HEAD answered 405 becomes a GET. What becomes of a 401 is the
authorizer's business.
"""

from collections.abc import Sequence
from typing import Literal

from imagesim.rules.units import Seconds
from imagesim.rules.versions import ContainerdBehaviour

TRANSPORT_PAUSE_S: Seconds = 0.05
"""Between two tries after a transport error (measured: 50 to 70 ms)."""

_REPEATED_ONCE = (500, 503, 504)

Next = Literal["stop", "again", "as-get", "authorize"]


def after_answer(
    behaviour: ContainerdBehaviour,
    method: str,
    object_: str,
    statuses: Sequence[int],
    *,
    last_host: bool,
    unanswered: int = 0,
) -> Next:
    """What to do after the answers *statuses*, the newest last, to one request at one host.

    *unanswered* is how often it was sent besides without an answer.
    """
    last = statuses[-1]
    if len(statuses) + unanswered >= behaviour.tries_429:
        return "stop"
    if last == 401:
        return "authorize"
    if last == 405 and method == "HEAD" and object_.startswith("manifests/"):
        return "as-get"
    if last in (408, 429):
        return "again"
    if last in _REPEATED_ONCE and behaviour.tries_5xx_last_host > 1 and last_host:
        repeated = len(statuses) > 1 and statuses[-2] == last
        return "stop" if repeated else "again"
    return "stop"
