"""How long the back-off lasts after each failure, and when the first sync comes that is out of it.

The delays are those of the image manager's own Backoff, asked failure by failure.
"""

from functools import cache

from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.images.image_manager import INITIAL_BACKOFF_S, MAX_BACKOFF_S
from imagesim.rules.units import Seconds
from imagesim.studies.replaying.inference.gaps import Shares, between_syncs

_KEY = "image"


@cache
def window_s(failures: int) -> Seconds:
    """The delay after so many *failures* in a row."""
    backoff = Backoff(INITIAL_BACKOFF_S, MAX_BACKOFF_S)
    delay = 0.0
    for failure in range(max(1, failures)):
        backoff.next(_KEY, float(failure))
        if backoff.get(_KEY) == delay:
            break
        delay = backoff.get(_KEY)
    return delay


@cache
def steady_from() -> int:
    """From how many failures on the delay grows no further."""
    failures = 1
    while window_s(failures) < MAX_BACKOFF_S:
        failures += 1
    return failures


def occupied(first: Shares, ends: int) -> dict[int, float]:
    """How likely a sync is at each second before *ends*; *first* says when the first one comes."""
    found = {second: share for second, share in first.items() if second < ends}
    gaps = between_syncs()
    for second in range(ends):
        share = found.get(second)
        if share:
            for gap, part in gaps.items():
                if second + gap < ends:
                    found[second + gap] = found.get(second + gap, 0.0) + share * part
    return found


def first_out(first: Shares, ends: int) -> dict[int, float]:
    """How likely it is at each second that the first sync from *ends* on comes then."""
    found = {second: share for second, share in first.items() if second >= ends}
    for second, share in occupied(first, ends).items():
        for gap, part in between_syncs().items():
            if second + gap >= ends:
                found[second + gap] = found.get(second + gap, 0.0) + share * part
    return found


@cache
def out_after(rest: int) -> Shares:
    """From a sync in back-off to the first one that comes at least *rest* seconds later."""
    return first_out(between_syncs(), rest)
