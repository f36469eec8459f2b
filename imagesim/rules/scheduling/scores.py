"""What the scores of the default plugins count for, and how two of them are brought to 0 to 100.

Models the default plugins of pkg/scheduler/apis/config/v1/default_plugins.go and DefaultNormalizeScore of
pkg/scheduler/framework/plugins/helper/normalize_score.go, 1.31 to 1.36 (read). InterPodAffinity, which is not modelled,
has the weight 2.
"""

from imagesim.rules.scheduling.image_locality import MAX_NODE_SCORE

TAINT_TOLERATION, NODE_AFFINITY, POD_TOPOLOGY_SPREAD = 3, 2, 2
NODE_RESOURCES_FIT, NODE_RESOURCES_BALANCED_ALLOCATION, IMAGE_LOCALITY = 1, 1, 1


def fewest_pods(pods: int) -> int:
    """LeastAllocated of a node that does not say how large it is, with *pods* on it: each takes a hundredth of it.

    An assumption. So it is on one of 10 cores and 20000Mi, where every pod counts as the scheduler counts a container
    without requests; here it falls below 0, too.
    """
    return MAX_NODE_SCORE - (pods + 1)


def normalized(count: int, most: int) -> int:
    """The share of the highest score among the nodes; 0 if all have none."""
    return MAX_NODE_SCORE * count // most if most else 0


def reversed_normalized(count: int, most: int) -> int:
    """The same where less is better."""
    return MAX_NODE_SCORE - normalized(count, most)
