"""The control plane as people set it up: its version, and the admission plugins and webhooks that are switched on.

To change one, an API server is started again: what it has stored stays as it is, and requests from then on pass the
other chain. How long that takes is left out, as with several API servers one after another.
"""

from collections.abc import Iterable

from imagesim.engine.api.admission.kubernetes_chain import AdmissionSettings
from imagesim.engine.api.api_server import ApiServer
from imagesim.rules import versions
from imagesim.rules.admission.pin_digests import Resolve

ALWAYS_PULL_IMAGES, PIN_DIGESTS, PIN_POD_DIGESTS = "AlwaysPullImages", "PinDigests", "PinPodDigests"


class ControlPlane:
    """The API server's settings; *resolve* is what a webhook that pins digests sees of the registries."""

    def __init__(self, api: ApiServer, version: str, plugins: Iterable[str], resolve: Resolve) -> None:
        self._api = api
        self._resolve = resolve
        self._plugins = tuple(plugins)
        self.behaviour = versions.kubernetes(version)
        self._restart()

    def set_plugins(self, plugins: Iterable[str]) -> None:
        """From now on these are switched on, and no others."""
        self._plugins = tuple(plugins)
        self._restart()

    def _restart(self) -> None:
        pins = {PIN_DIGESTS, PIN_POD_DIGESTS} & set(self._plugins)
        self._api.admit_by(
            AdmissionSettings(
                always_pull_images=ALWAYS_PULL_IMAGES in self._plugins,
                resolve=self._resolve if pins else None,
                pins_templates=PIN_DIGESTS in pins,
                image_volumes=self.behaviour.image_volumes_by_default,
            )
        )
