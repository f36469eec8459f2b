"""imagelocality.jsonl: the scheduler's score of each node for the images of a pod that it has."""

from imagesim.rules.api.node import ContainerImage
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.scheduling.image_locality import ImageStates, asked_images, score
from imagesim.rules.versions import kubernetes
from tests.conformance.checking import Row, differences


def check(row: Row) -> str | None:
    """Compare the scores of all nodes; they are in the order in which the scheduler learnt of them."""
    states = ImageStates()
    for node in row["nodes"]:
        states.update(
            node["name"], [ContainerImage(tuple(each["names"]), each["size"]) for each in node["images"] or ()]
        )
    asked = asked_images(_spec(row["pod"]), kubernetes("1.36"))
    known = {name: states.state(name) for name in asked.names}
    scores = {}
    for node in row["scores"]:
        here = {name: state for name, state in known.items() if state and node in states.nodes_with(name)}
        scores[node] = score(asked, here, len(row["nodes"]))
    return differences(row["scores"], scores)


def _spec(pod: Row) -> PodSpec:
    def containers(field: str) -> tuple[Container, ...]:
        return tuple(Container(name="c", image=image, image_pull_policy="Always") for image in pod[field] or ())

    volumes = tuple(ImageVolume(name="v", reference=image, pull_policy="Always") for image in pod["volumes"] or ())
    return PodSpec(
        containers=containers("containers"),
        init_containers=containers("init"),
        ephemeral_containers=containers("ephemeral"),
        image_volumes=volumes,
    )


CHECKERS = {"imagelocality.jsonl": check}
