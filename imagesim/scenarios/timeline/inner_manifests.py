"""Manifests that stand in an event, as kubectl takes them: Secrets and ServiceAccounts."""

from typing import Annotated, Any, Literal

from pydantic import Field

from imagesim.scenarios.manifests.secret import without_secrets
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.inner_document import inner_document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.world.base import WorldModel

_V1 = Annotated[Literal["v1"], Field(description="Always v1.")]
_Metadata = Annotated[dict[str, Any], Field(description="Name and namespace.")]


class SecretManifest(WorldModel):
    """A Secret as kubectl takes it."""

    api_version: _V1 = "v1"
    kind: Literal["Secret"] = Field(default="Secret", description="The object's kind.")
    metadata: _Metadata
    type: str = Field(
        default="Opaque",
        description="kubernetes.io/dockerconfigjson or kubernetes.io/dockercfg; kubelets pass others over.",
    )
    data: dict[str, str] = Field(default_factory=dict, description="Values as base64.")
    string_data: dict[str, str] = Field(default_factory=dict, description="Values as they are.")


class ServiceAccountManifest(WorldModel):
    """A ServiceAccount as kubectl takes it."""

    api_version: _V1 = "v1"
    kind: Literal["ServiceAccount"] = Field(default="ServiceAccount", description="The object's kind.")
    metadata: _Metadata
    image_pull_secrets: list[dict[str, str]] = Field(
        default_factory=list, description="What pods that list none get when they are created."
    )


def redact_secret(document: Document, path: Path, written: dict[str, object]) -> dict[str, object]:
    """The Secret at *path* with stand-ins. Raises ScenarioError if another object stands there."""
    inner = inner_document(document, path, written)
    if inner.kind != "Secret" or inner.api_version != "v1":
        field = "kind" if inner.kind != "Secret" else "apiVersion"
        raise inner.error("a Secret is needed here", (field,), suggestion="write apiVersion: v1, kind: Secret")
    return without_secrets(inner).value
