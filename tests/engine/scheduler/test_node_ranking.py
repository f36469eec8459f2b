"""Which node a ranking chooses, as counts and images change beneath it."""

from functools import partial
from random import Random

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.scheduler.node_classes import NodeClasses
from imagesim.engine.scheduler.node_counts import NodeCounts
from imagesim.engine.scheduler.node_ranking import NodeRanking
from imagesim.engine.scheduler.nodes_for_pods import NodesForPods
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.node import Allocatable, ContainerImage, NodeSpec, NodeStatus
from imagesim.rules.api.objects import Container, Labels, PodSpec
from imagesim.rules.scheduling.image_locality import ImageStates, asked_images
from imagesim.rules.scheduling.resources import NO_LOAD
from imagesim.rules.versions import kubernetes

NOW = kubernetes("1.36")
NAME = "r.example/app:v1"
SPEC = PodSpec(containers=(Container(name="c", image=NAME, image_pull_policy="Always"),))
WEB = ObjectName("ReplicaSet", "shop", "web")
LARGE = ContainerImage((NAME,), 900 * 2**20)


class World:
    """Nodes a, b, c ... with the labels that are given for them, and room for *pods* pods each."""

    def __init__(self, count: int = 3, pods: int = 110, **labels: Labels) -> None:
        self.nodes, self.counts, self.images = NodesForPods(NOW), NodeCounts(), ImageStates()
        status = NodeStatus(
            platform="linux/amd64", kubelet_version="1.36", container_runtime_version="2.3",
            allocatable=Allocatable(pods),
        )  # fmt: skip
        for name in "abcdefgh"[:count]:
            node = ApiObject(
                ObjectName("Node", "", name), NodeSpec(pool="p"), status=status, labels=labels.get(name, ())
            )
            self.nodes.note("create", node)
            self.counts.add_node(node)

    def ranking(self, group: ObjectName | None = None) -> NodeRanking:
        classes = partial(NodeClasses, spec=SPEC, asked=asked_images(SPEC, NOW), nodes=self.nodes, images=self.images)
        return NodeRanking(self.nodes.fitting(SPEC), group, self.counts, NO_LOAD, classes)

    def comes(self, node: str, ranking: NodeRanking) -> None:
        if self.images.update(node, (LARGE,)):
            ranking.classes.note(node)


def test_the_emptiest_node_is_chosen_until_all_are_full() -> None:
    world = World(pods=2)
    ranking, ties = world.ranking(), Random(1)
    chosen = [ranking.take(ties) for _ in range(6)]
    assert sorted(chosen[:3]) == sorted(chosen[3:]) == ["a", "b", "c"]
    assert ranking.take(ties) == ""
    assert not ranking.has_room
    world.counts.take_room("b", NO_LOAD, -1)
    assert ranking.has_room
    assert ranking.take(ties) == "b"


def test_an_image_that_comes_later_draws_pods_to_its_node() -> None:
    world = World()
    ranking, ties = world.ranking(), Random(1)
    world.comes("b", ranking)
    assert [ranking.take(ties) for _ in range(5)] == ["b"] * 5  # 28 points more than the others, and a pod is one
    world.images.update("b", ())
    ranking.classes.note("b")
    assert ranking.take(ties) in ("a", "c")


def test_mates_count_more_than_an_image_that_only_one_node_has() -> None:
    world = World()
    ranking, ties = world.ranking(WEB), Random(1)
    world.comes("b", ranking)
    assert sorted(ranking.take(ties) for _ in range(3)) == ["a", "b", "c"]


def test_where_all_have_the_image_it_makes_no_difference() -> None:
    world = World()
    ranking, ties = world.ranking(), Random(1)
    for name in "abc":
        world.comes(name, ranking)
    assert sorted(ranking.take(ties) for _ in range(3)) == ["a", "b", "c"]
    assert ranking.classes.one


def test_pods_are_spread_over_zones_as_well() -> None:
    zone = {name: (("topology.kubernetes.io/zone", "z1" if name == "a" else "z2"),) for name in "abcd"}
    world = World(4, **zone)
    ranking, ties = world.ranking(WEB), Random(3)
    chosen = [ranking.take(ties) for _ in range(2)]
    assert "a" in chosen  # one of four nodes, and one of two zones


def test_of_equals_each_is_chosen_by_chance() -> None:
    firsts = {World().ranking().take(Random(seed)) for seed in range(30)}
    assert firsts == {"a", "b", "c"}
