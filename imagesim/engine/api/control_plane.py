"""The control plane as people set it up: its version, and the admission plugins and webhooks that are switched on.

To change one, an API server is started again: what it has stored stays as it is, and requests from then on pass the
other chain. How long that takes is left out, as with several API servers one after another.
"""

from collections.abc import Iterable

from imagesim.engine.api.admission.kubernetes_chain import AdmissionSettings
from imagesim.engine.api.api_server import ApiServer
from imagesim.rules import versions
from imagesim.rules.admission.pin_digests import Resolve
from imagesim.rules.admission.unreachable_webhook import FailurePolicy
from imagesim.rules.units import Seconds

ALWAYS_PULL_IMAGES, PIN_DIGESTS, PIN_POD_DIGESTS = "AlwaysPullImages", "PinDigests", "PinPodDigests"


class ControlPlane:
    """The API server's settings; *resolve* is what a webhook that pins digests sees of the registries."""

    def __init__(
        self,
        api: ApiServer,
        version: str,
        plugins: Iterable[str],
        resolve: Resolve,
        failure_policy: FailurePolicy = "Ignore",
    ) -> None:
        self._api = api
        self._resolve = resolve
        self._failure_policy = failure_policy
        self._webhook_away_until_s: Seconds = 0.0
        self._plugins = tuple(plugins)
        self.behaviour = versions.kubernetes(version)
        self._restart()

    def set_plugins(self, plugins: Iterable[str]) -> None:
        """From now on these are switched on, and no others."""
        self._plugins = tuple(plugins)
        self._restart()

    @property
    def has_webhook(self) -> bool:
        """Whether a webhook that pins digests is switched on."""
        return bool(self._pins)

    def lose_webhook(self, until_s: Seconds) -> None:
        """Until then nobody answers behind the webhook's Service, however long it has been away already."""
        self._webhook_away_until_s = max(self._webhook_away_until_s, until_s)

    @property
    def _pins(self) -> set[str]:
        return {PIN_DIGESTS, PIN_POD_DIGESTS} & set(self._plugins)

    def _webhook_is_there(self) -> bool:
        return self._api.store.env.now >= self._webhook_away_until_s

    def _restart(self) -> None:
        pins = self._pins
        self._api.admit_by(
            AdmissionSettings(
                always_pull_images=ALWAYS_PULL_IMAGES in self._plugins,
                resolve=self._resolve if pins else None,
                pins_templates=PIN_DIGESTS in pins,
                is_there=self._webhook_is_there,
                failure_policy=self._failure_policy,
                image_volumes=self.behaviour.image_volumes_by_default,
            )
        )
