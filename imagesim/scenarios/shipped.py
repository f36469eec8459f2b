"""The scenarios that come with the package: one folder each in `library`, with the name of the scenario."""

from pathlib import Path

_LIBRARY = Path(__file__).parent / "library"

TOPICS = (
    "Image names",
    "Updating images",
    "Image pull policy",
    "ImagePullBackOff",
    "Serial and parallel pulls",
    "Multi-architecture images",
    "Configuring nodes",
    "Credential provider plugins",
    "Interpretation of config.json",
    "Pre-pulled images",
    "imagePullSecrets",
    "Vendor extensions",
    "Use cases",
    "Nodes and images",
    "Beyond images",
)
"""What shipped scenarios are about: sections of Kubernetes' page on images in their order, then what is beside it."""


def names() -> list[str]:
    """The names of all shipped scenarios, sorted."""
    return sorted(path.name for path in _LIBRARY.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))


def folder(name: str) -> Path | None:
    """The folder of a shipped scenario, None if there is none of that name."""
    return _LIBRARY / name if name in names() else None
