"""How a node unpacks layers: how many at once, how long each takes, and how its temporary mounts are named."""

import random

import simpy

from imagesim.engine.locks import Places
from imagesim.rules.containerd.lost_parents import LOST
from imagesim.rules.digests import digest_of
from imagesim.rules.units import Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.values.images import Layer
from imagesim.scenarios.values.node_runtime import Pace


class Snapshotter:
    """The snapshotter of *node*, of `platform`. `places` are the node's own (None: each pull has one for itself).

    `at_once` says whether several layers of one pull may be unpacked side by side, `mounts` counts what went wrong.
    """

    __slots__ = ("_chance", "_followers_lose_parents", "_node", "_pace", "at_once", "mounts", "places", "platform")

    def __init__(
        self,
        env: simpy.Environment,
        node: str,
        platform: str,
        behaviour: ContainerdBehaviour,
        parallel: int,
        pace: Pace,
        chance: random.Random,
    ) -> None:
        self._chance = chance
        self._followers_lose_parents = behaviour.followers_lose_parents
        self._node = node
        self.platform = platform
        self._pace = pace
        self.at_once = parallel > 1
        # Before 2.2 the pulls of a node unpack beside each other, each one layer at a time.
        self.places = Places(env, parallel) if behaviour.unpack_slots_per_node or self.at_once else None
        self.mounts = 0

    def seconds(self, layer: Layer) -> Seconds:
        """How long it takes to unpack *layer*."""
        pace = self._pace
        writing = layer.unpacked / pace.unpack if pace.unpack else 0.0
        return pace.per_layer_s + writing + pace.per_file_s * layer.files

    def loses_parents(self) -> bool:
        """Whether the collector takes away the layers below, which another pull left that has just failed."""
        return self._followers_lose_parents and self._chance.random() < LOST

    def key(self, now: Seconds) -> str:
        """containerd's uniquePart: nanoseconds of the clock, and three random bytes in base64."""
        nanoseconds = round(now * 1e9) % 10**9
        return f"{nanoseconds}-{digest_of(f'{self._node} {self.mounts}')[7:11]}"
