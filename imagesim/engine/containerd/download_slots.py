"""How much a node downloads at once, and in which order the layers of a pull queue for that."""

import random
from collections.abc import Sequence

import simpy

from imagesim.engine.locks import Places
from imagesim.rules.containerd.layer_order import goroutine_order
from imagesim.rules.units import Bytes
from imagesim.rules.versions import ContainerdBehaviour


class DownloadSlots:
    """*count* downloads at once: of each pull before containerd 2.1, of the node after.

    `chunk` is how much of a big blob one of several requests brings, 0 where a blob is fetched whole.
    """

    __slots__ = ("_behaviour", "_chance", "_env", "_shared", "chunk", "count")

    def __init__(
        self, env: simpy.Environment, behaviour: ContainerdBehaviour, count: int, chance: random.Random, chunk: Bytes
    ) -> None:
        self._env = env
        self._behaviour = behaviour
        self.count = count
        self.chunk = chunk
        self._chance = chance
        self._shared = Places(env, count) if behaviour.slots_per_node else None

    def of_a_pull(self) -> Places:
        """The places that a new pull queues for."""
        return self._shared or Places(self._env, self.count)

    def order(self, layers: int) -> Sequence[int]:
        """In which order that many layers queue."""
        if self._behaviour.layers_in_order:
            return range(layers)
        return goroutine_order(layers, self._chance, local=not self._behaviour.transfer_service)

    def lets_others_go_first(self) -> bool:
        """Whether a goroutine that has its answer is overtaken by one that got its own in the same instant."""
        return self._chance.random() < 0.5
