"""image_manager.jsonl and image_manager136_diff.jsonl: EnsureImageExists with a scripted runtime, without credentials.

The second file is the first one's calls through 1.36 with credential verification off.
"""

from dataclasses import replace
from functools import partial

import simpy

from imagesim.rules.images.decision import Ensured, ImageRequest, ImageStatus, Pull, Pulled
from imagesim.rules.images.image_manager import ImageManager, backoff_key
from imagesim.rules.pods.kubelet_texts import PULL_QPS_EXCEEDED
from imagesim.rules.versions import KubernetesBehaviour, kubernetes
from tests.conformance.checking import Row, differences
from tests.conformance.kubelet_replay import Process, Puller, replay

ABSENT = {"out_image_ref": "", "out_message": "", "out_error": "", "service_calls": [], "pulling_time_recorder": []}


def check(row: Row, version: str) -> str | None:
    """Replay the calls; everything that a call returned or did must be as recorded, and when."""
    node = Node(row, version)
    answers: dict[int, Row] = {}

    def ensure(call: Row) -> Process:
        answers[id(call)] = got = {**ABSENT, "service_calls": [], "pulling_time_recorder": [], "events": []}
        yield from node.ensure(call, got)

    replay(node.env, row["mode"], row["calls"], ensure)
    for number, call in enumerate(row["calls"]):
        got = answers[id(call)]
        if problem := differences({key: call.get(key, ABSENT.get(key)) for key in got}, got):
            return f"call {number} at {call['t_ms']} ms: {problem}"
    return None


def without_verification(behaviour: KubernetesBehaviour) -> KubernetesBehaviour:
    """The version with the gate KubeletEnsureSecretPulledImages off."""
    return replace(behaviour, verifies_pulled_images=False, present_suffix="")


class Node:
    """An image manager, its puller, and a runtime that answers each call as its row says."""

    def __init__(self, row: Row, version: str) -> None:
        self.env = simpy.Environment()
        self._manager = ImageManager(without_verification(kubernetes(version)))
        self._puller = Puller(self.env, row)
        # A metric of the kubelet that imagesim does not have; what feeds it follows from the decisions.
        self._present_ends_pulling_time = version == "1.36"

    def ensure(self, call: Row, got: dict) -> Process:
        """Everything that the call does, written into *got*."""

        def inspect(reference: str) -> ImageStatus:
            got["service_calls"].append(f"GetImageRef {reference} @{self.env.now}")
            return ImageStatus(call.get("get_image_ref", ""), call.get("get_image_error", ""))

        request = ImageRequest(pod_uid=call["pod_uid"], image=call.get("image", ""), policy=call.get("policy", ""))
        outcome = self._manager.decide(self.env.now / 1000, request, inspect)
        if isinstance(outcome, Pull):
            got["pulling_time_recorder"].append("started")
            self._emit(call, got, outcome)
            pull = outcome
            pulled: list[Pulled] = []
            yield from self._puller.pull(lambda has_token: self._pull(call, got, pull, has_token, pulled))
            outcome = self._manager.finished(self.env.now / 1000, pull, pulled[0])
        if isinstance(outcome, Ensured):
            if got["pulling_time_recorder"] or self._present_ends_pulling_time:
                got["pulling_time_recorder"].append("finished")
            got["out_image_ref"] = outcome.image_ref
        else:
            got["out_error"] = outcome.reason
        self._emit(call, got, outcome)
        got["out_message"] = outcome.message
        got["end_ms"] = self.env.now
        got["backoff_ms_after"] = round(
            self._manager.backoff.get(backoff_key(call["pod_uid"], call.get("image", ""))) * 1000
        )

    def _pull(self, call: Row, got: dict, pull: Pull, has_token: bool, pulled: list[Pulled]) -> Process:
        if not has_token:
            pulled.append(Pulled(error=PULL_QPS_EXCEEDED))
            return
        began = self.env.now
        got["service_calls"].append(f"PullImage {pull.reference} @{began}")
        yield self.env.timeout(call.get("pull_duration_ms", 0))
        if error := call.get("pull_error"):
            pulled.append(Pulled(error=error))
            return
        image_ref, size = call.get("pull_ref", ""), 0
        if image_ref:
            got["service_calls"].append(f"GetImageSize {pull.reference} @{self.env.now}")
            size = call.get(
                "size", 0
            )  # also with an error: the script's runtime then gives both, and the size is shown
        pulled.append(Pulled(image_ref=image_ref, seconds=(self.env.now - began) / 1000, size=size))

    def _emit(self, call: Row, got: dict, answer: object) -> None:
        if call["event_ref"]:
            got["events"] += [[self.env.now, *event] for event in answer.events]


CHECKERS = {
    "image_manager.jsonl": partial(check, version="1.32"),
    "image_manager136_diff.jsonl": partial(check, version="1.36"),
}
