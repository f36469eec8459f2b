"""What a kubelet sees of its runtime while that is down, or restarts: errors of gRPC, not of containerd.

The words are grpc-go's, as users have posted them. Both codes are kept in what events show.
"""

from imagesim.rules.containerd.texts.failure import UNAVAILABLE, RuntimeFailure

_SOCKET = "/run/containerd/containerd.sock"
CUT = RuntimeFailure(code=UNAVAILABLE, text="error reading from server: EOF")
"""A call that was under way when containerd stopped."""
DOWN = RuntimeFailure(
    code=UNAVAILABLE,
    text=f'connection error: desc = "transport: Error while dialing: dial unix {_SOCKET}: connect: connection refused"',
)
"""A call while nobody listens at its socket."""
