"""In which order the layers of one pull queue for a download.

Up to 2.0 that is the manifest's order. From 2.1 on each layer's goroutine queues by itself, so Go's scheduler decides:
it runs the newest goroutine first and then the others as they were started, unless a second processor takes some of
them away. Watched with ten and with five layers, 1.7.34 and 2.3.4: the last layer was the very first of 10 in 9 of 15
pulls and among the first three in 14, layer 0 among the first three in 10, at place 3.9 in the mean, once at 10; the
client path (`use_local_image_pull`) kept to last, 0, 1, 2, ... in 9 of 16. Two things are drawn here to give such
orders: the last layer slips back by up to three places, and the others begin somewhere in their middle.
"""

import random

_SLIPS, _BEGINS_IN_THE_MIDDLE = 0.4, 0.5
_SLIPS_LOCAL, _BEGINS_IN_THE_MIDDLE_LOCAL = 0.25, 0.25


def goroutine_order(count: int, chance: random.Random, *, local: bool = False) -> list[int]:
    """The places of *count* layers in the order in which they queue; *local* is the client path."""
    if count < 2:
        return list(range(count))
    slips, middle = (_SLIPS_LOCAL, _BEGINS_IN_THE_MIDDLE_LOCAL) if local else (_SLIPS, _BEGINS_IN_THE_MIDDLE)
    order = list(range(count - 1))
    if chance.random() < middle:
        start = chance.randrange(count - 1)
        order = order[start:] + order[:start]
    slip = chance.randint(1, 3) if chance.random() < slips else 0
    order.insert(slip, count - 1)
    return order
