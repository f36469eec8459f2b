"""Which images the API server refuses in a pod, in its words."""

import pytest

from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.api.pod_validation import image_name_problem, pod_problem


def container(image: str) -> Container:
    return Container(name="c", image=image, image_pull_policy="Always")


@pytest.mark.parametrize(
    ("image", "problem"),
    [
        ("nginx", ""),
        ("A B", ""),  # no name, but that is for the node to say
        ("", "Required value"),
        (" ", "must not have leading or trailing whitespace"),
        ("nginx ", "must not have leading or trailing whitespace"),
        ("\tnginx", "must not have leading or trailing whitespace"),
        ("nginx\u3000", "must not have leading or trailing whitespace"),
        ("nginx\x1f", ""),  # no white space for Go
    ],
)
def test_only_white_space_around_an_image_is_looked_at(image: str, problem: str):
    assert image_name_problem(image) == problem


def test_several_reasons_stand_in_brackets_missing_names_first():
    spec = PodSpec(
        containers=(container("a "), container("b"), container("")),
        init_containers=(container(" i"),),
        image_volumes=(ImageVolume(name="v", reference="", pull_policy="Always"),),
    )
    assert pod_problem(spec) == (
        "[spec.volumes[0].image.reference: Required value, spec.containers[2].image: Required value, "
        'spec.containers[0].image: Invalid value: "a ": must not have leading or trailing whitespace, '
        'spec.initContainers[0].image: Invalid value: " i": must not have leading or trailing whitespace]'
    )


def test_the_reference_of_an_image_volume_may_have_white_space_around_it():
    volume = ImageVolume(name="v", reference=" x", pull_policy="Always")
    assert pod_problem(PodSpec(containers=(container("a"),), image_volumes=(volume,))) == ""
