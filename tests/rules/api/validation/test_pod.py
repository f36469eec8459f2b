"""Which images the API server refuses in a pod, in its words."""

import pytest

from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.api.validation.pod import image_name_problem, pod_problem


def container(image: str, name: str = "c", policy: str = "Always", **fields: tuple[str, ...]) -> Container:
    return Container(name=name, image=image, image_pull_policy=policy, **fields)


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
        containers=(container("a ", "c0"), container("b", "c1"), container("", "c2")),
        init_containers=(container(" i", "i0"),),
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


def test_a_policy_that_is_none_of_three_is_refused_and_a_reason_that_comes_twice_is_said_once():
    spec = PodSpec(containers=(container("a", policy="always"),), init_containers=(container("", "i", " "),))
    supported = 'supported values: "Always", "IfNotPresent", "Never"'
    assert pod_problem(spec) == (
        f'[spec.containers[0].imagePullPolicy: Unsupported value: "always": {supported}, '
        "spec.initContainers[0].image: Required value, "
        f'spec.initContainers[0].imagePullPolicy: Unsupported value: " ": {supported}]'
    )


def test_a_pod_needs_a_container_and_gets_no_ephemeral_one_at_its_creation():
    assert pod_problem(PodSpec(containers=())) == "spec.containers: Required value"
    spec = PodSpec(containers=(container("a"),), ephemeral_containers=(container("x\t", "d"),))
    assert pod_problem(spec) == (
        '[spec.ephemeralContainers[0].image: Invalid value: "x\\t": must not have leading or trailing whitespace, '
        "spec.ephemeralContainers: Forbidden: cannot be set on create]"
    )


def test_containers_have_names_that_are_labels_and_differ():
    spec = PodSpec(containers=(container("a", ""), container("a", "No")), init_containers=(container("a", "No"),))
    no_label = (
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
        "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
        "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
    )
    assert pod_problem(spec) == (
        f'[spec.containers[0].name: Required value, spec.containers[1].name: Invalid value: "No": {no_label}, '
        f'spec.initContainers[0].name: Invalid value: "No": {no_label}, '
        'spec.initContainers[0].name: Duplicate value: "No"]'
    )
    assert pod_problem(PodSpec(containers=(container("a", "c" * 64),))).endswith("must be no more than 63 bytes")


def test_a_mounted_volume_that_is_refused_counts_as_missing():
    volume = ImageVolume(name="v", reference="x", pull_policy="no")
    spec = PodSpec(containers=(container("a", volume_mounts=("v",)),), image_volumes=(volume,))
    assert pod_problem(spec) == (
        '[spec.volumes[0].image.pullPolicy: Unsupported value: "no": supported values: "Always", "IfNotPresent", '
        '"Never", spec.containers[0].volumeMounts[0].name: Not found: "v"]'
    )


def test_an_image_volume_without_a_policy_is_taken_where_none_is_filled_in():
    volume = ImageVolume(name="v", reference="x", pull_policy="")
    assert pod_problem(PodSpec(containers=(container("a"),), image_volumes=(volume,))) == ""
