"""How much the network costs: flows of many nodes behind one egress, without the rest of the simulator."""

import random

import simpy

from imagesim.engine.network import Link, Network

MB = 1_000_000


def staggered(nodes: int, flows: int) -> None:
    """*nodes* with a card of 125 MB/s each fetch *flows* blobs of 1 to 20 MB over one egress of 1.25 GB/s.

    The nodes start within a minute, and each begins its blobs up to a second apart.
    """
    env = simpy.Environment()
    network = Network(env)
    egress = Link("egress", 1_250 * MB)
    chance = random.Random("network/staggered")

    def blob(card: Link, size: int, wait_s: float):
        yield env.timeout(wait_s)
        yield network.transfer(size, [card, egress]).done

    for node in range(nodes):
        card = Link(f"node-{node}", 125 * MB)
        start_s = chance.uniform(0, 60)
        for number in range(flows):
            size = round(chance.uniform(1, 20) * MB)
            env.process(blob(card, size, start_s + number * chance.uniform(0, 1)))
    env.run()
