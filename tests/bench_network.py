"""How much the network costs: flows of many nodes behind one egress, without the rest of the simulator.

`staggered` starts flows one after the other, `burst` all of a wave at once. Both run to the end; the caller times them.
"""

import random

import simpy

from imagesim.engine.network import Link, Network

MB = 1_000_000


def staggered(nodes: int, flows: int, at_once: int | None = None) -> None:
    """*nodes* with a card of 125 MB/s each pull *flows* blobs of 1 to 20 MB over one egress of 1.25 GB/s.

    The nodes start within a minute; each pulls *at_once* blobs at a time (None: all), half a second apart.
    """
    env = simpy.Environment()
    network = Network(env)
    egress = Link("egress", 1_250 * MB)
    chance = random.Random("network/staggered")

    def blob(card: Link, size: int, wait_s: float, places: simpy.Resource | None):
        yield env.timeout(wait_s)
        if places is None:
            yield network.transfer(size, [card, egress]).done
            return
        with places.request() as place:
            yield place
            yield network.transfer(size, [card, egress]).done

    for node in range(nodes):
        card = Link(f"node-{node}", 125 * MB)
        places = simpy.Resource(env, at_once) if at_once else None
        start_s = chance.uniform(0, 60)
        for number in range(flows):
            size = round(chance.uniform(1, 20) * MB)
            env.process(blob(card, size, start_s + number * chance.uniform(0, 1), places))
    env.run()


def burst(nodes: int, at_once: int, waves: int) -> None:
    """*nodes* pull *waves* times *at_once* blobs of equal size, in step, over one egress of 10 Gbit/s."""
    env = simpy.Environment()
    network = Network(env)
    egress = Link("egress", 1_250 * MB)

    def puller(card: Link):
        for _ in range(waves):
            yield network.transfer(10 * MB, [card, egress]).done

    for node in range(nodes):
        card = Link(f"node-{node}", 125 * MB)
        for _ in range(at_once):
            env.process(puller(card))
    env.run()
