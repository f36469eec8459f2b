"""Which Secrets and nodes there are at one time of the timeline, so that no event needs what is not there by then.

And which Deployments are paused then: what kubectl refuses to do to those, and to others, is known before the run.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.values.node_pool import first_number, is_one_of, pool_of

_SOME = 1000
"""Names of each pool from which a mistyped one is guessed."""


class Problem(NamedTuple):
    """Why an event cannot happen, and what to do instead."""

    rule: str
    suggestion: str


class Presence:
    """The Secrets, by namespace and name, and the nodes. `pools` maps a NodePool to how many nodes it has had.

    *names* are those of nodes that have one of their own.
    *paused* are the Deployments that are paused at first, as Kind/namespace/name.
    """

    def __init__(
        self,
        secrets: Iterable[tuple[str, str]],
        pools: Mapping[str, int],
        names: Mapping[str, tuple[str, ...]] | None = None,
        paused: Iterable[str] = (),
    ) -> None:
        self._secrets = set(secrets)
        self._pools = dict(pools)
        self._names = names or {}
        self._removed: set[str] = set()
        self._paused = set(paused)

    def create_secret(self, namespace: str, name: str) -> Problem | None:
        """From now on it is there. It must not be there already."""
        if (namespace, name) in self._secrets:
            return Problem(f"Secret/{namespace}/{name} is there already at that time", "use replaceSecret")
        self._secrets.add((namespace, name))
        return None

    def put_secret(self, namespace: str, name: str) -> None:
        """From now on it is there, whether it was before or not."""
        self._secrets.add((namespace, name))

    def need_secret(self, namespace: str, name: str, suggestion: str = "") -> Problem | None:
        """It has to be there. Without a *suggestion* the nearest name is suggested."""
        if (namespace, name) in self._secrets:
            return None
        known = [f"Secret/{each}/{other}" for each, other in self._secrets]
        hint = suggestion or did_you_mean(f"Secret/{namespace}/{name}", known)
        return Problem(f"there is no Secret/{namespace}/{name} at that time", hint)

    def delete_secret(self, namespace: str, name: str) -> Problem | None:
        """From now on it is not there. It has to be there until now."""
        problem = self.need_secret(namespace, name)
        self._secrets.discard((namespace, name))
        return problem

    def add_nodes(self, pool: str, count: int) -> None:
        """*count* more nodes of the pool, whose names go on where the pool's names end."""
        self._pools[pool] += count

    def nodes_of(self, pool: str) -> list[str]:
        """The nodes of the pool that are there."""
        names = self._first(pool, self._pools.get(pool, 0))
        return [name for name in names if name not in self._removed]

    def need_node(self, node: str) -> Problem | None:
        """It has to be there."""
        pools = self._pools.items()
        if node not in self._removed and any(
            is_one_of(node, pool, self._names.get(pool, ()), count) for pool, count in pools
        ):
            return None
        return Problem(f"there is no node {node} at that time", did_you_mean(node, self._some_nodes()))

    def _some_nodes(self) -> list[str]:
        """The first nodes of each pool: a pool may have a million."""
        names = (name for pool, count in self._pools.items() for name in self._first(pool, min(count, _SOME)))
        return [name for name in names if name not in self._removed]

    def pool_of(self, node: str) -> str:
        """The NodePool of a node that is there, or was."""
        return pool_of(node, {pool: self._names.get(pool, ()) for pool in self._pools})

    def _first(self, pool: str, count: int) -> Iterator[str]:
        """The names of the first *count* nodes of a pool."""
        own = self._names.get(pool, ())
        yield from own[:count]
        first = first_number(pool, own)
        yield from (f"{pool}-{first + index}" for index in range(count - len(own)))

    def remove_node(self, node: str) -> Problem | None:
        """From now on it is not there. It has to be there until now."""
        problem = self.need_node(node)
        self._removed.add(node)
        return problem

    def pause(self, deployment: str) -> Problem | None:
        """From now on it is paused. It must not be paused already."""
        if deployment in self._paused:
            return Problem(f"{deployment} is paused already at that time", "use rolloutResume before")
        self._paused.add(deployment)
        return None

    def resume(self, deployment: str) -> Problem | None:
        """From now on it is not paused. It has to be paused until now."""
        if deployment not in self._paused:
            return Problem(f"{deployment} is not paused at that time", "use rolloutPause before")
        self._paused.remove(deployment)
        return None

    def set_paused(self, deployment: str, paused: bool) -> None:
        """From now on it is paused, or is not, whatever it was before."""
        (self._paused.add if paused else self._paused.discard)(deployment)

    def need_unpaused(self, workload: str, refusal: str) -> Problem | None:
        """It must not be paused, since kubectl then refuses in these words."""
        if workload not in self._paused:
            return None
        return Problem(f"{workload} is paused at that time, and kubectl {refusal}", "use rolloutResume before")
