"""The start-up of a pod: what a kubelet takes from seeing a new pod to the first of its pulls.

Stands for the cgroups, the mounts and the sandbox of SyncPod (pkg/kubelet/kubelet.go and kuberuntime_manager.go, 1.32
to 1.36), which kubelets that were recorded with up to 64 pods at once took 10 to 300 ms for. It is in the first sync of
a pod, after the status that says ContainerCreating; a sandbox that is made anew later takes no time. A pod that is
deleted or evicted meanwhile starts nothing: the kubelet cancels such a sync; here it ends when its time is over.
"""

import simpy

from imagesim.engine.chance import Chance
from imagesim.rules.units import Seconds


class StartUp:
    """How long the pods of *node* take: *least* to *most* seconds, drawn evenly for each from a stream of their own."""

    __slots__ = ("_draw", "_env", "_least", "_span")

    def __init__(self, env: simpy.Environment, node: str, span: tuple[Seconds, Seconds], chance: Chance) -> None:
        least, most = span
        self._env = env
        self._least = least
        self._span = most - least
        self._draw = chance.lasting(f"pod-start-ups/{node}").random if self._span else None

    def passes(self) -> simpy.Event:
        """What a pod's first sync waits for now."""
        return self._env.timeout(self._least + (self._span * self._draw() if self._draw is not None else 0.0))


def start_up(env: simpy.Environment, node: str, span: tuple[Seconds, Seconds], chance: Chance) -> StartUp | None:
    """The start-up of the pods of *node*, None where it takes no time."""
    return StartUp(env, node, span, chance) if span[1] else None
