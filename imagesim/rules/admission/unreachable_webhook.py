"""What the API server says where it cannot call the webhook that pins digests, and the webhook may not be left out.

The words are those of apiserver's pkg/admission/plugin/webhook/mutating/dispatcher.go (callAttrMutatingHook) and
pkg/util/webhook/error.go, in an InternalError of apimachinery's pkg/api/errors, Kubernetes 1.36; names, path and
timeout are google/k8s-digester's (manifests/mutating-webhook-configuration.yaml). That no pod is behind the Service the
API server says at once where it looks up the endpoints itself (--enable-aggregator-routing).
"""

from typing import Literal

from imagesim.rules.golang.text import quote

FailurePolicy = Literal["Fail", "Ignore"]
"""failurePolicy of admissionregistration.k8s.io/v1: without an answer the request fails, or goes on as it is."""

_SERVICE = "digester-webhook-service"
_NAME = f"{_SERVICE}.digester-system.svc"
_URL = f"https://{_NAME}:443/v1/mutate?timeout=15s"


def no_endpoints() -> str:
    """The message of the Status that a client gets."""
    why = f"Post {quote(_URL)}: no endpoints available for service {quote(_SERVICE)}"
    return f"Internal error occurred: failed calling webhook {quote(_NAME)}: failed to call webhook: {why}"
