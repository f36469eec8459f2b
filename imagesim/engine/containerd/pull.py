"""One CRI PullImage: resolve the name, bring what it stands for onto the node, give the image its names.

Models client.Pull, the transfer service of containerd, and PullImage of internal/cri/server/images. A failed or
cancelled pull gives up its lease, and the garbage collector frees what nothing else needs a moment later.
"""

import re
from collections.abc import Generator
from typing import Any, NamedTuple

import simpy

from imagesim.engine.containerd.calls.call_process import CallProcess
from imagesim.engine.containerd.failures import PullFailed
from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.containerd.image_content import ImageContent
from imagesim.engine.containerd.node_parts import NodeParts
from imagesim.engine.containerd.resolver import Resolver
from imagesim.engine.containerd.session import PullSession
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.rules.containerd import texts
from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.values.images import ImageManifest

Wait = Generator[simpy.Event, Any, None]


class RestOfCall(NamedTuple):
    """What is left of a call to a host that is out of reach: with the *next* event its request arrives or it *ends*."""

    began_s: Seconds
    next: simpy.Event
    ends: bool


class ImagePull:
    """One call, from *began* on (now unless given).

    `session` says what it moved; `failure` is None and `image` there if it worked. If containerd has ended
    meanwhile, `lost` is how its caller sees that.
    """

    def __init__(self, node: NodeParts, text: str, login: Login | None = None, began: Seconds | None = None) -> None:
        self._reference, self.failure = _named(node.settings.behaviour, text)
        self.image: StoredImage | None = None
        self._node = node
        self._login = login
        self._began = node.env.now if began is None else began
        self._resolving = ""
        self._session: PullSession | None = None
        self._crossing: simpy.Event | None = None
        self.lost: RuntimeFailure | None = None

    @property
    def session(self) -> PullSession:
        """What the pull moved, and holds on to; nothing if its host could not be reached."""
        if self._session is None:
            self._session = self._open(crossed=False)
        return self._session

    @property
    def under_way(self) -> bool:
        """Whether the call is made and not answered."""
        return self in self._node.calls

    @property
    def moved_something(self) -> bool:
        """Whether `session` may say more than that nothing was moved."""
        return self._session is not None

    def run(self, rest: RestOfCall | None = None) -> Wait:
        """Make the call; the outcome is in the attributes afterwards.

        Only the *rest* is made where that is given: the first request is on its way to a host that is out of reach.
        """
        if self.failure is not None:
            return
        calls = self._node.calls
        if calls.refused is not None:
            self.failure = calls.refused
            return
        calls.begins(self)
        try:
            host = self._node.unreachable.only_host(self._reference)
            if host is not None and (rest or self._fails(host, self._node.env.now + host.server.latency_s)):
                yield from self._cross(host, rest)
                if self.failure is not None:
                    return
            session = self.session
            session.process = CallProcess(session.env, self._run(session))
            yield session.process
        finally:
            calls.ends(self)

    def lose(self, answer: RuntimeFailure) -> None:
        """containerd is gone, and leaves what it has written; the caller gets that *answer*."""
        self.lost = answer
        self.cancel()

    def cancel(self) -> None:
        """The caller ends the call."""
        crossing = self._crossing
        if crossing is None or crossing.callbacks is None:
            self.session.cancel()
        elif self.failure is None:
            self._resolving = self._tag
            self.failure = self.lost or self._cancelled()
            at_once = self._node.env.event()
            at_once.callbacks, crossing.callbacks = crossing.callbacks, []
            at_once.succeed()

    def _fails(self, host: Endpoint, at_s: Seconds) -> RuntimeFailure | None:
        return self._node.unreachable.failure(self._reference, host, at_s)

    def _cross(self, host: Endpoint, rest: RestOfCall | None) -> Wait:
        """Send the first request to the only *host*, which cannot be reached, and fail unless that has changed."""
        env, latency_s = self._node.env, host.server.latency_s
        if rest or latency_s:
            self._crossing = rest.next if rest else env.timeout(latency_s)
            yield self._crossing
        self.failure = self.failure or self._fails(host, env.now)
        if self.failure is None:
            self._session = self._open(crossed=True)  # something else is wrong by now
        elif not (rest and rest.ends) and (not latency_s or env.peek() <= env.now):
            yield env.timeout(0)  # what else happens now comes first, as where a process ends

    def _open(self, *, crossed: bool) -> PullSession:
        node, reference = self._node, self._reference
        settings, began = node.settings, self._began
        return PullSession(
            node.env,
            settings.behaviour,
            node.network,
            reference,
            [] if self.failure else node.hosts.endpoints(reference),
            self._login or node.hosts.own_login(reference.domain, began),
            settings.progress_timeout_s,
            began,
            crossed=crossed,
        )

    # --- the steps ---

    def _run(self, session: PullSession) -> Wait:
        store, lease = self._node.store, session.lease
        store.hold(lease)
        try:
            yield from self._steps(session)
        except PullFailed as failed:
            self.failure = failed.failure
        except simpy.Interrupt:
            self.failure = self.lost or self._cancelled()
        if self.lost is not None:
            store.abandon(lease)
            return
        leaves_something = self.failure is not None or not self._node.settings.keeps_layers
        store.release(lease, leaves_something=leaves_something)

    def _steps(self, session: PullSession) -> Wait:
        env, pace = session.env, self._node.settings.pace
        self._resolving = self._tag
        image = yield from Resolver(session).resolve()
        if any(manifest.schema_1 for manifest in image.manifests[:1]):
            refused = texts.schema_1(session.behaviour, self._reference.fully_qualified)
            if refused is not None:
                raise PullFailed(refused)
        if pace.resolve_s:
            yield env.timeout(pace.resolve_s)
        self._resolving = ""
        content = ImageContent(session, self._node, image)
        yield from content.bring()
        if content.is_new and pace.finish_s:
            yield env.timeout(pace.finish_s)
        self.image = content.put()
        self._fail_as_artifact(self.image.manifest)

    def _fail_as_artifact(self, manifest: ImageManifest) -> None:
        """1.6 cannot unpack an artifact, and says so after it has stored it."""
        if not manifest.artifact:
            return
        failure = texts.not_an_image(self.session.behaviour, self.session.reference.fully_qualified)
        if failure is not None:
            self.image = None
            raise PullFailed(failure)

    @property
    def _tag(self) -> str:
        return f"manifests/{self._reference.digest or self._reference.effective_tag}"

    def _cancelled(self) -> RuntimeFailure:
        session = self.session
        name = session.reference.fully_qualified
        if not self._resolving:
            return texts.cancelled(name)
        url = session.endpoints[-1].url(session.reference.path, self._resolving)
        return texts.cancelled_request(session.behaviour, name, "Head", url)


def _named(behaviour: ContainerdBehaviour, text: str) -> tuple[ImageReference, RuntimeFailure | None]:
    """The name that is asked for; what is no name fails the call before anything happens."""
    try:
        return ImageReference.parse(text), None
    except InvalidImageName as error:
        uppercase = re.search(r"repository name \((.*)\) must be lowercase", str(error))
        failure = texts.invalid_reference(behaviour, text, uppercase[1] if uppercase else "")
        return ImageReference(text, "", text), failure
