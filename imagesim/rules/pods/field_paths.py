"""Field paths: which part of a pod an event is about (pkg/kubelet/container/ref.go, fieldPath)."""

from functools import lru_cache

from imagesim.rules.api.objects import Container, PodSpec


def container_path(container: Container) -> str:
    """The field path of a regular container in events."""
    return _field_path("containers", container.name)


def init_path(container: Container) -> str:
    """The field path of an init container in events."""
    return _field_path("initContainers", container.name)


def ephemeral_path(container: Container) -> str:
    """The field path of an ephemeral container in events."""
    return _field_path("ephemeralContainers", container.name)


@lru_cache(maxsize=1024)  # thousands of pods have a container of that name
def _field_path(containers: str, name: str) -> str:
    return f"spec.{containers}{{{name}}}"


def with_paths(spec: PodSpec) -> list[tuple[Container, str]]:
    """All containers of a pod with their field paths: init containers, regular ones, ephemeral ones."""
    init = [(container, init_path(container)) for container in spec.init_containers]
    ephemeral = [(container, ephemeral_path(container)) for container in spec.ephemeral_containers]
    return init + [(container, container_path(container)) for container in spec.containers] + ephemeral
