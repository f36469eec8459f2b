"""The score of a node for the images that it has. Recorded rows are in tests/conformance/check_imagelocality.py."""

import pytest

from imagesim.rules.api.node import ContainerImage
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.scheduling.image_locality import ImageState, ImageStates, asked_images, normalized_image_name, score
from imagesim.rules.versions import kubernetes

MB = 1024 * 1024
NGINX = "docker.io/library/nginx:1.27"


def spec(*images: str, volume: str = "") -> PodSpec:
    volumes = (ImageVolume(name="v", reference=volume, pull_policy="Always"),) if volume else ()
    return PodSpec(
        containers=tuple(Container(name="c", image=image, image_pull_policy="Always") for image in images),
        image_volumes=volumes,
    )


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("nginx", "nginx:latest"),
        ("localhost:5000/nginx", "localhost:5000/nginx:latest"),
        ("localhost:5000", "localhost:5000"),  # the port is taken for a tag
        ("nginx:1.27", "nginx:1.27"),
        ("nginx:1.27@sha256:00", "nginx:1.27@sha256:00"),
    ],
)
def test_a_name_is_compared_as_text(typed, compared):
    assert normalized_image_name(typed) == compared


def test_the_size_is_that_of_the_first_node_and_is_forgotten_with_the_last():
    states = ImageStates()
    states.update("a", [ContainerImage((NGINX,), 100)])
    assert states.update("b", [ContainerImage((NGINX,), 200)]) == {NGINX}
    assert states.state(NGINX) == ImageState(100, 2)
    assert states.nodes_with(NGINX) == {"a", "b"}
    assert states.update("a", []) == {NGINX}
    assert states.state(NGINX) == ImageState(100, 1)
    states.update("b", [])
    assert states.state(NGINX) is None
    states.update("b", [ContainerImage((NGINX,), 200)])
    assert states.state(NGINX) == ImageState(200, 1)


def test_what_few_nodes_have_counts_little():
    asked = asked_images(spec(NGINX), kubernetes("1.36"))
    assert [score(asked, {NGINX: ImageState(500 * MB, nodes)}, 4) for nodes in (1, 2, 4)] == [10, 23, 48]
    assert score(asked, {NGINX: ImageState(22 * MB, 4)}, 4) == 0
    assert score(asked, {NGINX: ImageState(5000 * MB, 4)}, 4) == 100


@pytest.mark.parametrize(("version", "expected"), [("1.35", 0), ("1.36", 48), ("1.37", 24)])
def test_image_volumes_count_by_version(version, expected):
    asked = asked_images(spec("other:1", volume=NGINX), kubernetes(version))
    assert score(asked, {NGINX: ImageState(500 * MB, 1)}, 1) == expected
