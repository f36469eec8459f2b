"""A sync of a sleeping pod that pulls images which cannot be had."""

from typing import Literal

from imagesim.engine.kubelet.puller import PullRequest
from imagesim.rules.images.decision import Failure, Pull
from imagesim.rules.pods.sync_result import SyncResult
from imagesim.rules.units import Seconds

Stage = Literal["waits", "starts", "crosses", "ends"]


class HopelessSync:
    """How far it is: the first containers have `failures`, and `results` of these; the image of the next one is pulled.

    The stage of the pull: it *waits* for a place; has one and *starts*; the first request of a call *crosses*; or that
    *ends*, after which `calls` more are made. This one was made at `called_s`, and those before it had these `errors`.
    """

    __slots__ = ("began_s", "called_s", "calls", "errors", "failures", "pull", "request", "results", "stage")

    def __init__(self, began_s: Seconds) -> None:
        self.began_s = began_s
        self.failures: list[Failure] = []
        self.results: list[SyncResult] = []
        self.pull: Pull | None = None
        self.request: PullRequest | None = None
        self.stage: Stage = "waits"
        self.calls = 0
        self.called_s: Seconds = 0.0
        self.errors: list[str] = []
