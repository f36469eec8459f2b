"""The kubelet's pullers: one pull at a time, or several, behind a limit on how often a pull may start.

Models pkg/kubelet/images/puller.go and helpers.go of 1.32 to 1.36. Serial: one worker takes requests first in, first
out, over all pods and registries of the node. Parallel: at most `maxParallelImagePulls` at once, or any number. The
rate limit never waits: a pull that finds no token fails with `pull QPS exceeded`. Neither mode looks whether two
pods want the same image.
"""

from collections.abc import Generator
from typing import Any

import simpy

from imagesim.engine.pull import ImagePull
from imagesim.engine.runtime import Runtime
from imagesim.rules.kubelet_texts import PULL_QPS_EXCEEDED
from imagesim.rules.runtime_texts.failure import UNKNOWN, RuntimeFailure
from imagesim.rules.token_bucket import TokenBucket
from imagesim.rules.units import Seconds
from imagesim.scenarios.scenario import KubeletConfiguration


class PullRequest:
    """A pull on its way through the puller: when the runtime was called, and the call once it has begun."""

    def __init__(self, image: str) -> None:
        self.image = image
        self.started_s: Seconds = 0.0
        self.ended_s: Seconds = 0.0
        self.call: ImagePull | None = None
        self.failure: RuntimeFailure | None = None


class Puller:
    """The puller of one kubelet."""

    def __init__(self, env: simpy.Environment, runtime: Runtime, configuration: KubeletConfiguration) -> None:
        self._env = env
        self._runtime = runtime
        self._bucket = TokenBucket(configuration.registry_pull_qps, configuration.registry_burst)
        width = 1 if configuration.serialize_image_pulls else configuration.max_parallel_image_pulls
        self._places = simpy.Resource(env, width) if width else None

    def pull(self, request: PullRequest) -> Generator[simpy.Event, Any, None]:
        """Wait for a place, then pull; the outcome is written into *request*."""
        place = self._places.request() if self._places else None
        if place is not None:
            yield place
        request.started_s = self._env.now
        if self._bucket.try_accept(self._env.now):
            request.call = self._runtime.pull_image(request.image)
            yield from request.call.run()
            request.failure = request.call.failure
        else:
            request.failure = RuntimeFailure(code=UNKNOWN, text=PULL_QPS_EXCEEDED)
        request.ended_s = self._env.now
        if place is not None and self._places is not None:
            self._places.release(place)
