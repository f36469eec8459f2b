"""The kubelet's pullers: one pull at a time, or several, behind a limit on how often a pull may start.

Models pkg/kubelet/images/puller.go and helpers.go of 1.32 to 1.36. Serial: one worker takes requests first in, first
out, over all pods and registries of the node. Parallel: at most `maxParallelImagePulls` at once, or any number. The
rate limit never waits: a pull that finds no token fails with `pull QPS exceeded`. Neither mode looks whether two
pods want the same image. A pull is one call of the runtime per credential, until one works.
"""

from collections.abc import Generator, Sequence
from typing import Any

import simpy

from imagesim.engine.containerd.pull import ImagePull, RestOfCall
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.kubelet.credentials.node_credentials import when_plugins_answered
from imagesim.engine.locks import Places
from imagesim.rules.client_go.token_bucket import TokenBucket
from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.docker_config import DockerConfigError
from imagesim.rules.images.decision import FindCredentials
from imagesim.rules.images.pull_attempts import PullAttempts
from imagesim.rules.pods.kubelet_texts import PULL_QPS_EXCEEDED
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.values.node_pool import KubeletConfiguration


class PullRequest:
    """A pull on its way through the puller, and then what came of it: `error` is "" if the last call worked.

    *credentials* are looked up with *find* when the pull's turn has come, unless they are known before. It
    `waits` for that until `started_s`. `calling` is the call that is made now. `stored` is what the last call brought,
    the counts are those of all calls together.
    """

    __slots__ = (
        "bytes_fetched", "bytes_reused", "calling", "calls", "credentials", "ended_s", "error", "find", "image",
        "layers_fetched", "layers_reused", "requests", "started_s", "stored", "used", "waits",
    )  # fmt: skip

    def __init__(self, image: str, find: FindCredentials, credentials: Sequence[Credential] | None = None) -> None:
        self.image = image
        self.find = find
        self.credentials = credentials
        self.waits = True
        self.started_s: Seconds = 0.0
        self.ended_s: Seconds = 0.0
        self.calling: ImagePull | None = None
        self.calls: list[ImagePull] = []
        self.stored: StoredImage | None = None
        self.bytes_fetched: Bytes = 0
        self.bytes_reused: Bytes = 0
        self.layers_fetched = 0
        self.layers_reused = 0
        self.requests = 0
        self.error = ""
        self.used: Credential | None = None

    def made(self, call: ImagePull) -> None:
        """A call of the runtime is over, or goes no further since the run is."""
        self.calling = None
        self.calls.append(call)
        self.stored = call.image
        if not call.moved_something:
            return
        session = call.session
        self.bytes_fetched += session.bytes_fetched
        self.bytes_reused += session.bytes_reused
        self.layers_fetched += session.layers_fetched
        self.layers_reused += session.layers_reused
        self.requests += session.requests


class Puller:
    """The puller of one kubelet: *width* pulls at a time, None for any number, as its *bucket* lets them start."""

    def __init__(self, env: simpy.Environment, runtime: Runtime, configuration: KubeletConfiguration) -> None:
        self._env = env
        self._runtime = runtime
        self.bucket = TokenBucket(configuration.registry_pull_qps, configuration.registry_burst)
        self.width = 1 if configuration.serialize_image_pulls else configuration.max_parallel_image_pulls
        self._places = Places(env, self.width) if self.width else None

    def pull(self, request: PullRequest) -> Generator[simpy.Event, Any, None]:
        """Wait for a place, then pull; the outcome is written into *request*."""
        if self._places is not None and not self._places.try_take():
            yield self._places.turn()
        yield from self._pull(request)

    def go_on(self, request: PullRequest, begins: simpy.Event) -> Generator[simpy.Event, Any, None]:
        """Do a pull that was put off so far, and *begins* with that event: it has its place."""
        self._take_place()
        yield begins
        yield from self._pull(request)

    def go_on_calling(
        self, request: PullRequest, errors: Sequence[str], rest: RestOfCall
    ) -> Generator[simpy.Event, Any, None]:
        """Do what is left of a pull that has its place: calls came to *errors*, another is made up to this *rest*."""
        self._take_place()
        yield from self._pull(request, errors, rest)

    def _take_place(self) -> None:
        if self._places is not None:
            self._places.try_take()

    def _pull(
        self, request: PullRequest, errors: Sequence[str] = (), rest: RestOfCall | None = None
    ) -> Generator[simpy.Event, Any, None]:
        if rest is None:
            request.waits, request.started_s = False, self._env.now
        if rest is not None or self.bucket.try_accept(self._env.now):
            yield from self._call_runtime(request, errors, rest)
        else:
            request.error = PULL_QPS_EXCEEDED
        request.ended_s = self._env.now
        if self._places is not None:
            self._places.give_back()

    def _call_runtime(
        self, request: PullRequest, errors: Sequence[str], rest: RestOfCall | None
    ) -> Generator[simpy.Event, Any, None]:
        credentials = request.credentials
        if credentials is None:
            try:
                credentials = yield from when_plugins_answered(self._env, request.find)
            except DockerConfigError as error:
                request.error = str(error)
                return
        attempts = PullAttempts(credentials)
        for place, credential in enumerate(attempts):
            if place < len(errors):
                attempts.answered(errors[place])
                continue
            login = None if credential is None else (credential.username, credential.password)
            began = None if rest is None else rest.began_s
            call = request.calling = self._runtime.pull_image(request.image, login, began)
            yield from call.run(rest)
            rest = None
            request.made(call)
            attempts.answered("" if call.failure is None else call.failure.as_kubelet_sees_it)
        request.used, request.error = attempts.used, attempts.error
