import pytest

from imagesim.rules.admission.pin_digests import pin_digests
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.reference import ImageReference

DIGEST = "sha256:" + "a" * 64
HELD = {"docker.io/library/nginx:latest": DIGEST, "docker.io/library/nginx:1.27": DIGEST}


def resolve(reference: ImageReference) -> str:
    return HELD.get(reference.fully_qualified, "")


@pytest.mark.parametrize(
    ("image", "pinned"),
    [
        ("nginx:1.27", f"nginx:1.27@{DIGEST}"),
        ("nginx", f"nginx@{DIGEST}"),
        ("docker.io/nginx:1.27", f"docker.io/nginx:1.27@{DIGEST}"),
        ("nginx:gone", "nginx:gone"),
        (f"nginx:1.27@sha256:{'b' * 64}", f"nginx:1.27@sha256:{'b' * 64}"),
        ("Nginx", "Nginx"),
    ],
)
def test_puts_the_digest_behind_the_name_as_typed(image, pinned):
    container = Container(name="a", image=image, image_pull_policy="Always")
    spec = pin_digests(PodSpec(containers=(container,), init_containers=(container,)), resolve)
    assert [each.image for each in (*spec.containers, *spec.init_containers)] == [pinned, pinned]


def test_the_policy_that_came_from_the_tag_stays():
    container = Container(name="a", image="nginx", image_pull_policy="Always")
    (pinned,) = pin_digests(PodSpec(containers=(container,)), resolve).containers
    assert pinned.image_pull_policy == "Always"
