"""The image in which every pod's sandbox runs (registry.k8s.io/pause): there, or pulled for the first sandbox.

RunPodSandbox pulls it itself where it is absent: the kubelet knows nothing of that, so there is no Pulling event, no
credential of the kubelet, no turn in its puller and no image back-off. Several pods that come at once all pull it, as
they would any image. A node has it from the start unless its pool says otherwise; then it takes no room and stands in
no list of images. `crictl rmi` takes it away all the same.
"""

from collections.abc import Generator
from typing import Any

import simpy

from imagesim.engine.containerd.node_parts import NodeParts
from imagesim.engine.containerd.pull import ImagePull
from imagesim.engine.registry import Registries
from imagesim.rules.containerd import texts
from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.digests import PREFIX, digest_of
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.values.node_pool import NodePool

Made = Generator[simpy.Event, Any, RuntimeFailure | None]

SANDBOX_IMAGE_SIZE: Bytes = 320_000
"""What crictl lists for registry.k8s.io/pause:3.10.1, where no document describes the registry of a sandbox image."""
RUN_POD_SANDBOX_S: Seconds = 240.0
"""How long a kubelet waits for RunPodSandbox: twice the default of its runtimeRequestTimeout."""


class SandboxImage:
    """The sandbox image, called `name`, on the node *node_name* of *pool*. No image GC takes the names in `pinned`.

    It is `given` while the node has the one that it had from the start.
    """

    def __init__(self, node: NodeParts, node_name: str, pool: NodePool, registries: Registries) -> None:
        behaviour = node.settings.behaviour
        self._node = node
        self._node_name = node_name
        self._registries = registries
        self.name = pool.sandbox_image.image or behaviour.sandbox_image
        self._reference = ImageReference.parse(self.name)
        self.given = True
        self._failed = 0
        self.pinned: tuple[str, ...] = (self.name,) if behaviour.sandbox_image_pinned else ()
        if not pool.sandbox_image.present:
            self._lacks()

    @property
    def is_here(self) -> bool:
        """Whether a sandbox can be made at once."""
        return self.given or self._node.store.images.get(self._reference) is not None

    def removed(self, reference: ImageReference) -> None:
        """An image of that name is taken away: the one that the node had from the start, perhaps."""
        if self.given and reference.fully_qualified == self._reference.fully_qualified:
            self._lacks()

    def _lacks(self) -> None:
        self.given = False
        content = self._registries[self._reference.domain].content
        content.expect(self._reference.path, SANDBOX_IMAGE_SIZE)

    def fetch(self) -> Made:
        """Pull it; how RunPodSandbox fails, None if it does not."""
        call = ImagePull(self._node, self.name)
        late = self._node.env.timeout(RUN_POD_SANDBOX_S)
        late.callbacks.append(lambda _: call.cancel() if call.under_way else None)
        yield from call.run()
        if call.failure is None:
            return None
        if call.lost is not None:
            return call.failure
        if late.processed:
            return texts.sandbox_timed_out()
        self._failed += 1
        sandbox_id = digest_of(f"{self._node_name} sandbox {self._failed}").removeprefix(PREFIX)
        return texts.no_sandbox_image(self._node.settings.behaviour, self.name, sandbox_id, call.failure)
