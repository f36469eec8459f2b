"""When a kubelet finds its runtime again: gRPC tries to connect after 0.1 s, then after 1.6 times as long, up to 3 s.

The numbers are those of cri-client's remote_runtime.go (baseBackoffDelay, maxBackoffDelay) and of grpc-go's default
back-off, whose jitter of a fifth is left out. A kubelet that calls once a second keeps such tries going.
"""

from imagesim.rules.units import Seconds

_FIRST_S, _FACTOR, _LONGEST_S = 0.1, 1.6, 3.0


def reconnects_s(takes_s: Seconds) -> Seconds:
    """How long after the connection was lost it is there again, where the runtime was away for *takes_s*."""
    tried_s, pause_s = 0.0, _FIRST_S
    while tried_s < takes_s:
        tried_s += pause_s
        pause_s = min(pause_s * _FACTOR, _LONGEST_S)
    return tried_s
