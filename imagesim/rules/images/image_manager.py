"""EnsureImageExists: what one kubelet decides about the image of a container that is about to start.

Models pkg/kubelet/images/image_manager.go, 1.31 to 1.37 (1.32 and 1.36 recorded). Told the time and free of waiting, so
that the engine and a test can drive it: `decide` answers at once or with a Pull; whoever does the pull comes back with
`finished`. The order of the checks:

1. the name; 2. for IfNotPresent and Never what the runtime has (any other policy, also a misspelt one, is Always; 1.31
asks whatever the policy, and for Always only a failure to answer matters then);
3. if the image is there: with credential verification (on by default from 1.35) whether this pod may use it; 4. Never
ends here, with the words for an absent image, so that nobody learns that it is present; 5. the credentials, unless the
version looks them up inside the pull (1.31 and 1.32); 6. the intent of the pull; 7. the back-off; 8. the pull.

So a present image needs no luck with the back-off, but with policy Always it does. The back-off's key is the pod's UID
with the image as typed; only a failed pull moves it, and a success does not reset it.

A pull secret that cannot be decoded is a failed pull in 1.31 and 1.32. Later it is an error of its own: its text is the
waiting reason, there is no image event and no back-off. 1.33 looks at it even if the image is present, 1.34 only for a
pull, 1.35 and later also when a pod has to show that it may use a present image.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.docker_config import DockerConfigError
from imagesim.rules.images.decision import (
    Decision,
    Ensured,
    Failure,
    FindCredentials,
    ImageRequest,
    ImageStatus,
    InspectImage,
    Outcome,
    Pull,
    Pulled,
    no_credentials,
)
from imagesim.rules.images.pull_manager import ImagePullManager
from imagesim.rules.images.pull_records import ImagePullCredentials
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour

_ABSENT = ImageStatus()
_remembered = lru_cache(maxsize=1024)  # of thousands of pods it is the same, again and again
INITIAL_BACKOFF_S, MAX_BACKOFF_S = 10.0, 300.0  # kubelet.go imageBackOffPeriod and MaxImageBackOff, 1.32 to 1.36

IF_NOT_PRESENT, NEVER = "IfNotPresent", "Never"


class ImageManager:
    """The image manager of one kubelet since its last start: its back-off and the last error of each key.

    *pull_manager* holds the records of credential verification; None where verification is off. What survives a
    restart of the kubelet is in there: make a new ImageManager with the same one.
    """

    def __init__(self, behaviour: KubernetesBehaviour, pull_manager: ImagePullManager | None = None) -> None:
        self._behaviour = behaviour
        self._pull_manager = pull_manager
        self._last_error: dict[str, str] = {}
        self.backoff = Backoff(INITIAL_BACKOFF_S, MAX_BACKOFF_S)

    def decide(
        self,
        now: Seconds,
        request: ImageRequest,
        inspect: InspectImage,
        find_credentials: FindCredentials = no_credentials,
    ) -> Decision:
        """Everything up to the pull. *inspect* and *find_credentials* are asked only where the kubelet asks."""
        try:
            reference = ImageReference.parse(request.image).with_default_tag
        except InvalidImageName as error:
            message = texts.default_tag_failed(request.image, str(error))
            return Failure(reason=texts.INVALID_IMAGE_NAME, message=message, events=(texts.inspect_failed(message),))
        status, any_policy = _ABSENT, self._behaviour.asks_for_image_with_any_policy
        matters = request.policy in (IF_NOT_PRESENT, NEVER)
        if matters or any_policy:
            status = inspect(reference)
        if status.error:
            message = texts.inspect_error_message(status.error, request.image if any_policy else status.ref)
            return Failure(reason=texts.IMAGE_INSPECT_ERROR, message=message, events=(texts.inspect_failed(message),))
        find_once = find_credentials if find_credentials is no_credentials else _once(find_credentials)
        try:
            return self._decide_present(now, request, status.ref if matters else "", find_once) or self._decide_pull(
                now, request, reference, find_once
            )
        except DockerConfigError as error:
            return Failure(reason=str(error), message=str(error))

    def foresee(
        self,
        now: Seconds,
        request: ImageRequest,
        inspect: InspectImage,
        find_credentials: FindCredentials = no_credentials,
    ) -> tuple[Failure, Seconds] | None:
        """The failure that `decide` will answer with from *now* on, and until when, if nothing but time changes.

        None if it would not be a failure, or if too much decides about it: for an image that is present. *now* may be a
        time to come. Nothing changes here.
        """
        ends = math.inf
        if not is_invalid(request.image):
            reference = ImageReference.parse(request.image).with_default_tag
            if request.policy in (IF_NOT_PRESENT, NEVER) and inspect(reference) != _ABSENT:
                return None
            if request.policy != NEVER:
                key = backoff_key(request.pod_uid, request.image)
                open_until = self.backoff.until(key, now)
                if open_until is None:
                    return None
                if find_credentials is no_credentials:  # then `decide` comes to nothing else
                    return self._backed_off(request.image, key), open_until
                ends = open_until
        answer = self.decide(now, request, _absent, find_credentials)
        return (answer, ends) if isinstance(answer, Failure) else None

    def _decide_present(
        self, now: Seconds, request: ImageRequest, image_ref: str, find_credentials: FindCredentials
    ) -> Decision | None:
        """The answer where the image, or policy Never, ends it; None if a pull must be attempted."""
        never = request.policy == NEVER
        if self._behaviour.keyring_before_presence and (image_ref or not never):
            find_credentials()
        if image_ref and self._may_use(now, request.image, image_ref, find_credentials):
            message = texts.already_present_message(self._behaviour, request.image)
            event = texts.already_present(self._behaviour, request.image)
            return Ensured(image_ref=image_ref, message=message, events=(event,))
        if never:
            return Failure(
                reason=texts.ERR_IMAGE_NEVER_PULL,
                message=texts.never_pull_message(request.image),
                events=(texts.never_pull(request.image),),
            )
        return None

    def _may_use(self, now: Seconds, image: str, image_ref: str, find_credentials: FindCredentials) -> bool:
        if self._pull_manager is None:
            return True
        if self._behaviour.credentials_before_verification:
            find_credentials()
        return not self._pull_manager.must_attempt_image_pull(image, image_ref, find_credentials, now)

    def _decide_pull(
        self, now: Seconds, request: ImageRequest, reference: str, find_credentials: FindCredentials
    ) -> Decision:
        image = request.image
        credentials = None if self._behaviour.keyring_error_counts_as_pull_error else find_credentials()
        if self._pull_manager is not None:
            self._pull_manager.record_pull_intent(image)
        key = backoff_key(request.pod_uid, image)
        if self.backoff.is_in_backoff_since_update(key, now, now):
            self._forget_intent(image)
            return self._backed_off(image, key)
        self._last_error.pop(key, None)
        return Pull(request, reference, now, credentials, (texts.pulling(image),))

    def _backed_off(self, image: str, key: str) -> Failure:
        return _in_back_off(image, self._last_words(key))

    def _last_words(self, key: str) -> str:
        """The error of the last pull, where the version repeats it."""
        return self._last_error.get(key, "") if self._behaviour.back_off_names_last_error else ""

    def finished(self, now: Seconds, pull: Pull, pulled: Pulled) -> Outcome:
        """The pull is over, at *now*."""
        image, key = pull.request.image, backoff_key(pull.request.pod_uid, pull.request.image)
        if pulled.error:
            self._forget_intent(image)
            self.backoff.next(key, now)
            failure, self._last_error[key] = _failed(image, pulled.error)
            return failure
        # A success keeps this pod's entry on purpose: upstream only sweeps out what is older than twice the maximum.
        self.backoff.gc(now)
        if self._pull_manager is not None:
            self._pull_manager.record_image_pulled(image, pulled.image_ref, ImagePullCredentials.of(pulled.used), now)
        event = texts.pulled(image, pulled.seconds, now - pull.started, pulled.size)
        return Ensured(image_ref=pulled.image_ref, message="", events=(event,))

    def stands(self, now: Seconds, request: ImageRequest, failures: int, last_words: str) -> None:
        """So many pulls of the image have failed in a row, the last of them at *now*, with "REASON: message"."""
        key = backoff_key(request.pod_uid, request.image)
        self.backoff.stands(key, failures, now)
        self._last_error[key] = last_words

    def _forget_intent(self, image: str) -> None:
        if self._pull_manager is not None:
            self._pull_manager.record_image_pull_failed(image)


def _once(find: FindCredentials) -> FindCredentials:
    """Ask *find* once and keep the answer. An error is not kept, but it ends the decision."""
    answers: list[Sequence[Credential]] = []

    def find_once() -> Sequence[Credential]:
        if not answers:
            answers.append(find())
        return answers[0]

    return find_once


@_remembered
def _in_back_off(image: str, last_words: str) -> Failure:
    message = texts.back_off_message(image, last_words)
    return Failure(reason=texts.IMAGE_PULL_BACK_OFF, message=message, events=(texts.back_off(image),))


@_remembered
def _failed(image: str, error: str) -> tuple[Failure, str]:
    """What a failed pull comes to, and how a later back-off repeats it."""
    reason, message = texts.pull_error(image, error)
    failure = Failure(reason=reason, message=message, events=(texts.pull_failed(image, error),))
    return failure, f"{reason}: {message}"


def is_invalid(image: str) -> bool:
    """Whether the text is no name of an image."""
    try:
        ImageReference.parse(image)
    except InvalidImageName:
        return True
    return False


def _absent(_: str) -> ImageStatus:
    return _ABSENT


def backoff_key(pod_uid: str, image: str) -> str:
    """The back-off's key: the image as typed, so `nginx` and `nginx:latest` of one pod are two."""
    return f"{pod_uid}_{image}"
