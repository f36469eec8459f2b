"""What the API server refuses in a template, in its words."""

from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.api.validation.template import template_problem


def container(image: str, policy: str = "Always", name: str = "c") -> Container:
    return Container(name=name, image=image, image_pull_policy=policy)


def test_white_space_and_a_volume_without_a_reference_are_left_for_the_pods():
    volume = ImageVolume(name="v", reference="", pull_policy="Always")
    assert template_problem(PodSpec(containers=(container(" nginx "),), image_volumes=(volume,))) == ""


def test_no_image_and_an_unknown_policy_are_refused():
    assert template_problem(PodSpec(containers=(container("", "no"),))) == (
        "[spec.template.spec.containers[0].image: Required value, spec.template.spec.containers[0].imagePullPolicy: "
        'Unsupported value: "no": supported values: "Always", "IfNotPresent", "Never"]'
    )


def test_a_template_has_no_ephemeral_containers():
    spec = PodSpec(containers=(container("a"),), ephemeral_containers=(container(" ", name="d"),))
    assert template_problem(spec) == (
        '[spec.template.spec.ephemeralContainers[0].image: Invalid value: " ": must not have leading or trailing '
        "whitespace, spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod "
        "template]"
    )
