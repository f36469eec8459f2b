"""What a kubelet reports of its node as time goes by: the images that it has.

Models syncNodeStatus of pkg/kubelet/kubelet_node_status.go as far as images go, 1.31 to 1.36 (read): every 30 s the
kubelet lists its images, every 10 s it looks whether that changes the node's status, and if so writes it. Looks that
would find nothing are not made: a change plans the two that will see it. When in its 30 s and in its 10 s a kubelet
looks is chance; the few hundredths by which the 10 s vary are left out.
"""

from collections.abc import Callable

import simpy

from imagesim.engine.containerd.store.image_store import ImageStore
from imagesim.rules.api.node import ContainerImage
from imagesim.rules.images.node_status import IMAGE_CACHE_S, UPDATE_FREQUENCY_S, status_images
from imagesim.rules.units import Seconds

Report = Callable[[tuple[ContainerImage, ...]], None]


class NodeStatusUpdates:
    """Reports the *images*, at most so many (see status_images); the phases are shares of the two periods.

    Nothing is reported before it is started and after it is stopped.
    """

    __slots__ = ("_env", "_images", "_list_s", "_listed", "_most", "_planned", "_report", "_update_s")

    def __init__(
        self, env: simpy.Environment, images: ImageStore, most: int, list_phase: float, update_phase: float
    ) -> None:
        self._env = env
        self._images = images
        self._most = most
        self._list_s = list_phase * IMAGE_CACHE_S
        self._update_s = update_phase * UPDATE_FREQUENCY_S
        self._report: Report | None = None
        self._listed: tuple[ContainerImage, ...] = ()
        self._planned = False

    def start(self, report: Report, reported: tuple[ContainerImage, ...] = ()) -> None:
        """The kubelet starts, with the images that it finds; what changes is told to *report*.

        *reported* is what the node's status says so far: nothing, unless a kubelet ran here before.
        """
        self._report = report
        self._listed = self._list()
        if self._listed != reported:
            report(self._listed)

    def stop(self) -> None:
        """The kubelet ends."""
        self._report = None

    def images_changed(self) -> None:
        """An image came or went."""
        if self._report is not None and not self._planned:
            self._planned = True
            self._env.timeout(_until(self._env.now, self._list_s, IMAGE_CACHE_S)).callbacks.append(self._look)

    def _look(self, _: simpy.Event) -> None:
        self._planned = False
        listed = self._list()
        if listed != self._listed:
            self._listed = listed
            wait = _until(self._env.now, self._update_s, UPDATE_FREQUENCY_S)
            self._env.timeout(wait, value=listed).callbacks.append(self._write)

    def _write(self, timeout: simpy.Event) -> None:
        listed: tuple[ContainerImage, ...] | None = timeout.value
        assert listed is not None
        if self._report is not None:
            self._report(listed)

    def _list(self) -> tuple[ContainerImage, ...]:
        return status_images(self._images.listed(), self._most)


def _until(now: Seconds, phase: Seconds, period: Seconds) -> Seconds:
    """How long it is to the next time of that phase."""
    return (phase - now) % period
