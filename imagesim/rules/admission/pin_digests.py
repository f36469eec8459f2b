"""The mutation of a digest-pinning admission webhook: `nginx:1.27` becomes `nginx:1.27@sha256:...`.

Models what google/k8s-digester, Kyverno's resolve-image-to-digest and sigstore's policy-controller have in common. A
webhook runs after defaulting, so the pull policy still comes from the tag: a pinned `latest` stays Always. It resolves
the tag when the pod is admitted, so pods admitted before and after a push differ; and of an image for several platforms
it pins the index, so every platform still gets its own. Where it is set up for templates too, as k8s-digester is, all
pods of a template get the digest that the tag had when the template was written. A name that has a digest, that is no
image name or that cannot be resolved stays as it is, as with failurePolicy Ignore.
"""

from collections.abc import Callable
from dataclasses import replace

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.reference import ImageReference, InvalidImageName

Resolve = Callable[[ImageReference], str]
"""The digest that a tag points to now, "" if nobody can say."""


def pin_digests(spec: PodSpec, resolve: Resolve) -> PodSpec:
    """What the webhook makes of a pod at creation, or of the spec in a template."""
    return replace(
        spec,
        containers=tuple(_pinned(container, resolve) for container in spec.containers),
        init_containers=tuple(_pinned(container, resolve) for container in spec.init_containers),
    )


def before_pinning(image: str, written: str) -> str:
    """The text as *written* where *image* is that with a digest behind it, else *image*."""
    return written if image.startswith(f"{written}@") else image


def _pinned(container: Container, resolve: Resolve) -> Container:
    try:
        reference = ImageReference.parse(container.image)
    except InvalidImageName:
        return container
    digest = "" if reference.digest else resolve(reference)
    return replace(container, image=f"{container.image}@{digest}") if digest else container
