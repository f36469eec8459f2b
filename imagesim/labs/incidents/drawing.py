"""Which incident a seed is: kinds are dealt like cards, so that all of them come within two rounds of seeds."""

import random
from collections.abc import Callable

from imagesim.labs.incidents.incident import Incident, of_a_seed
from imagesim.labs.incidents.kinds import logins, names, nodes, registries
from imagesim.labs.incidents.scene import Scene

KINDS: tuple[Callable[[Scene, random.Random], Incident], ...] = (
    names.mistyped_tag,
    names.mistyped_repository,
    names.stale_cache,
    names.kept_image,
    logins.expired_login,
    logins.wrong_namespace,
    logins.wrong_key,
    registries.registry_down,
    registries.limit_used_up,
    nodes.wrong_architecture,
    nodes.full_disk,
    nodes.too_few_pulls,
    nodes.never_again,
)


def drawn(seed: int) -> Incident:
    """The incident of *seed*: its kind from a deck that is shuffled anew every thirteen seeds, its scene by chance."""
    deck, card = divmod(seed - 1, len(KINDS))
    kinds = random.Random(f"{deck}/kinds of incidents").sample(KINDS, len(KINDS))
    chance = random.Random(f"{seed}/incident")
    return of_a_seed(kinds[card](Scene.drawn(chance), chance), seed)
