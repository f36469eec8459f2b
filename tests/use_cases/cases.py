"""Which scenarios stand for which use case, and what is set from outside for each row of its table."""

from dataclasses import dataclass
from typing import Any

Settings = dict[str, Any]


@dataclass(frozen=True)
class UseCase:
    """A scenario and its variants: a label for each, with the values that are set. `says` is why it is there."""

    title: str
    says: str
    scenario: str
    variants: tuple[tuple[str, Settings], ...]


def _login(user: str, password: str, host: str) -> dict[str, Any]:
    return {"config": {"auths": {host: {"username": user, "password": password}}}}


_WORKERS, _JOINED = "NodePool/workers:spec", "NodePool/autoscaled:spec"
_CACHE = {f"{_WORKERS}.hosts": {"docker.io": {"mirrors": [{"host": "https://cache.example"}]}}}
_FEW = {"Registry/docker.io:spec.limits": [{"amount": 20, "window": "6h"}]}
_BY_HAND = _login("cloud", "an-example-password", "hosted.example")
_SHOP = "Deployment/shop/web:spec.template.spec"
_ALWAYS: Settings = {"Simulation:spec.admission": ["AlwaysPullImages"]}
_NOW: Settings = {"Simulation:spec.kubernetesVersion": "1.36"}
_PINNED = {
    "Deployment/finance/billing:spec.template.spec.containers[0].image": "registry.example/shop/billing:v2",
    "Deployment/dev/curious:spec.template.spec.containers[0].image": "registry.example/shop/billing:v2",
}

USE_CASES = (
    UseCase(
        "Open images only",
        "Nothing has to be configured. What a provider's cache adds is time, and a day without the public registry.",
        "open-images",
        (
            ("straight from the public registry", {}),
            ("through the provider's cache", _CACHE),
            ("straight, and the address has 20 pulls left", _FEW),
            ("through the cache, and 20 pulls left", _CACHE | _FEW),
        ),
    ),
    UseCase(
        "The company's own images, for everybody in the cluster",
        "Any of the ways in will do, until a node joins that nobody set up: there what was done by hand is missing.",
        "company-images",
        (
            ("hosted registry, no login anywhere", {f"{_WORKERS}.credentials": {}, f"{_JOINED}.credentials": {}}),
            (
                "config.json by hand on the first nodes",
                {f"{_WORKERS}.credentials": _BY_HAND, f"{_JOINED}.credentials": {}},
            ),
            (
                "config.json in the template of all nodes",
                {f"{_WORKERS}.credentials": _BY_HAND, f"{_JOINED}.credentials": _BY_HAND},
            ),
            ("credential provider plugin on all nodes", {}),
            (
                "imagePullSecrets, nodes untouched",
                {
                    f"{_WORKERS}.credentials": {},
                    f"{_JOINED}.credentials": {},
                    f"{_SHOP}.imagePullSecrets": [{"name": "regcred"}],
                },
            ),
            (
                "internal registry with open read access",
                {
                    f"{_WORKERS}.credentials": {},
                    f"{_JOINED}.credentials": {},
                    f"{_SHOP}.containers[0].image": "internal.example/shop/web:v1",
                },
            ),
        ),
    ),
    UseCase(
        "A few images with stricter access",
        "What a node has pulled for one pod it gives to the next, unless somebody makes each pod ask.",
        "restricted-images",
        (
            ("1.34, nothing", {}),
            ("1.34, AlwaysPullImages", _ALWAYS),
            ("1.36, nothing", _NOW),
            ("1.36, AlwaysPullImages", _NOW | _ALWAYS),
        ),
    ),
    UseCase(
        "Sensitive data in a Secret instead of in an image",
        "An image without secrets needs no protection; a Secret stays in its namespace.",
        "sensitive-data",
        (
            ("the image holds the key", {}),
            ("the image holds the key, AlwaysPullImages", _ALWAYS),
            ("the key is in a Secret, the image is public", _PINNED),
        ),
    ),
)
"""The first three use cases of the page; the third has two solutions. The fourth is the table of tenants."""

_POLICY = "NodePool/shared:spec.kubelet.imagePullCredentialsVerificationPolicy"
_ALLOWED = "NodePool/shared:spec.kubelet.preloadedImagesVerificationAllowlist"
_NO_ACCOUNTS = {"ServiceAccount/red/default:imagePullSecrets": [], "ServiceAccount/blue/default:imagePullSecrets": []}

TENANTS: tuple[tuple[str, Settings], ...] = (
    ("1.34, nothing", {}),
    ("1.34, AlwaysPullImages", _ALWAYS),
    ("1.36, NeverVerify", _NOW | {_POLICY: "NeverVerify"}),
    ("1.36, NeverVerifyPreloadedImages (the default)", _NOW),
    (
        "1.36, NeverVerifyAllowlistedImages, red/tools listed",
        _NOW | {_POLICY: "NeverVerifyAllowlistedImages", _ALLOWED: ["registry.example/red/tools"]},
    ),
    (
        "1.36, NeverVerifyAllowlistedImages, blue/* listed",
        _NOW | {_POLICY: "NeverVerifyAllowlistedImages", _ALLOWED: ["registry.example/blue/*"]},
    ),
    ("1.36, AlwaysVerify", _NOW | {_POLICY: "AlwaysVerify"}),
    ("1.36, AlwaysPullImages", _NOW | _ALWAYS),
    ("1.36, AlwaysPullImages and AlwaysVerify", _NOW | _ALWAYS | {_POLICY: "AlwaysVerify"}),
    ("1.36, AlwaysPullImages, and no secrets in the ServiceAccounts", _NOW | _ALWAYS | _NO_ACCOUNTS),
)
"""The scenario `tenants` under each of these."""
