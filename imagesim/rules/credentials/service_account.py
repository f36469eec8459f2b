"""A service account as the API server has it, and the pod that runs under it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PodIdentity:
    """The pod for which credentials are looked up. A static pod has no service account: its name is ""."""

    namespace: str = ""
    name: str = ""
    uid: str = ""
    service_account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount:
    """A service account as the API server has it now."""

    namespace: str
    name: str
    uid: str = ""
    annotations: tuple[tuple[str, str], ...] = ()
    image_pull_secrets: tuple[str, ...] = ()
