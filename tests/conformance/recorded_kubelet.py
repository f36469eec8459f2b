"""A kubelet that replays the steps of a recorded 1.36 row through imagesim's rules and notes what it did."""

from collections.abc import Sequence
from typing import Any

import simpy

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.pull_credentials import decode_secrets, pull_credentials
from imagesim.rules.images.decision import Ensured, ImageRequest, ImageStatus, Pull, Pulled
from imagesim.rules.images.garbage_collection import ImageGCManager, NodeImage
from imagesim.rules.images.gc_policy import ImageFsUsage, ImageGCPolicy
from imagesim.rules.images.image_manager import ImageManager, backoff_key
from imagesim.rules.images.pull_attempts import PullAttempts
from imagesim.rules.images.verification_policy import VerificationPolicy
from imagesim.rules.pods.kubelet_texts import PULL_QPS_EXCEEDED
from imagesim.rules.reference import ImageReference
from imagesim.rules.versions import KubernetesBehaviour
from tests.conformance.checking import Row
from tests.conformance.kubelet_replay import Process, Puller
from tests.conformance.recorded_credentials import RecordedNode, secrets
from tests.conformance.recorded_pulls import NotedPullManager
from tests.conformance.recorded_runtime import RecordedRuntime

Got = dict[str, Any]


class RecordedKubelet:
    """One kubelet with its node. `got` holds what each step did, by the step's identity."""

    def __init__(self, env: simpy.Environment, row: Row, behaviour: KubernetesBehaviour) -> None:
        self._env = env
        self._row = row
        self._behaviour = behaviour
        self._runtime = RecordedRuntime(row["preloaded"])
        self._node = RecordedNode(row)
        self._pulls = NotedPullManager(_policy(row)) if row["gate"] else None
        self._manager = ImageManager(behaviour, self._pulls)
        self._puller = Puller(env, row)
        self._collector: ImageGCManager | None = None
        self.got: dict[int, Got] = {}

    def step(self, step: Row) -> Process:
        """Do one step."""
        got: Got = {}
        self.got[id(step)] = got
        yield from getattr(self, f"_{step['op']}")(step, got)
        if step["op"] != "ensure":
            got["runtime_images"] = self._runtime.as_recorded()
        got["records"] = self.records()

    def records(self) -> Row:
        """Intents and records in the form of the rows."""
        return self._pulls.as_recorded() if self._pulls else {"pulling": [], "pulled": []}

    def _ensure(self, step: Row, got: Got) -> Process:
        got |= {name: [] for name in ("image_status", "cri_pulls", "pull_manager", "node_lookups", "plugin_runs")}
        got |= {"events": [], "pulling_time_recorder": [], "out_image_ref": "", "out_error": ""}
        if self._pulls:
            self._pulls.notes = got["pull_manager"]
        request = ImageRequest(pod_uid=step["pod"]["uid"], image=step.get("image", ""), policy=step.get("policy", ""))
        answer = self._manager.decide(
            self._now,
            request,
            lambda reference: self._inspect(step, got, reference),
            lambda: self._find_credentials(step, got),
        )
        if isinstance(answer, Pull):
            pull, results = answer, []
            got["pulling_time_recorder"].append("started")
            self._note_events(got, pull)
            yield from self._puller.pull(lambda has_token: self._pull(step, got, pull, has_token, results))
            if self._pulls:
                self._pulls.notes = got["pull_manager"]
            answer = self._manager.finished(self._now, pull, results[0])
        self._note_events(got, answer)
        if isinstance(answer, Ensured):
            got["pulling_time_recorder"].append("finished")
            got["out_image_ref"] = answer.image_ref
        else:
            got["out_error"] = answer.reason
        got["out_message"] = answer.message
        got["end_ms"] = self._env.now
        delay = self._manager.backoff.get(backoff_key(request.pod_uid, request.image))
        got["backoff_ms_after"] = round(delay * 1000)

    def _pull(self, step: Row, got: Got, pull: Pull, has_token: bool, results: list[Pulled]) -> Process:
        """One request to the registry for each credential, until one works."""
        if not has_token:
            results.append(Pulled(error=PULL_QPS_EXCEEDED))
            return
        began, attempts = self._env.now, PullAttempts(pull.credentials or ())
        for credential in attempts:
            user, password = ("<anonymous>", "")
            if credential is not None:
                user, password = credential.username, credential.password.reveal()
            key = user if credential is None else f"{user}:{password}"
            error = step.get("answers", {}).get(key, step.get("default_answer", ""))
            asked = self._env.now
            yield self._env.timeout(step.get("pull_duration_ms", 0))
            got["cri_pulls"].append([asked, user, password, error])
            if not error:
                self._runtime.add(pull.reference, step["image_id"], step.get("size", 0))
                status = self._inspect(step, got, pull.reference)
                size = self._runtime.images[status.ref].size if status.ref else 0
                seconds = (self._env.now - began) / 1000
                results.append(Pulled(image_ref=step["image_id"], seconds=seconds, size=size, used=credential))
                return
            attempts.answered(error)
        results.append(Pulled(error=attempts.error))

    def _inspect(self, step: Row, got: Got, reference: str) -> ImageStatus:
        if error := step.get("get_image_error"):
            got["image_status"].append(f"error: {error}")
            return ImageStatus(error=error)
        status = self._runtime.status(reference)
        got["image_status"].append(status.ref)
        return status

    def _find_credentials(self, step: Row, got: Got) -> Sequence[Credential]:
        listed = secrets(self._row, step.get("secrets", []))
        decode_secrets(listed)  # if one of them is broken, the node is not asked
        repository = ImageReference.parse(step["image"]).repository
        node = self._node.look_up(self._env.now, repository, step["pod"], got)
        groups = pull_credentials(repository, listed, node, in_groups=self._behaviour.credentials_in_groups)
        return [credential for group in groups for credential in group.credentials]

    def _restart(self, step: Row, got: Got) -> Process:
        yield from ()
        self._node.restart()
        self._manager = ImageManager(self._behaviour, self._pulls)
        self._puller = Puller(self._env, self._row)  # its token bucket is full again
        if self._pulls:
            listed = [(image_id, image.names) for image_id, image in self._runtime.images.items()]
            self._pulls.restart(listed, self._now)

    def _interrupted_pull(self, step: Row, got: Got) -> Process:
        if self._pulls:
            self._pulls.notes = []
            self._pulls.record_pull_intent(step["image"])
        if step.get("lands"):
            self._runtime.add(_with_tag(step["image"]), step["image_id"], step.get("size", 0))
        yield from self._restart(step, got)

    def _preload(self, step: Row, got: Got) -> Process:
        yield from ()
        self._runtime.add(_with_tag(step["image"]), step["image_id"], step.get("size", 0))

    def _remove_image(self, step: Row, got: Got) -> Process:
        yield from ()
        self._runtime.remove(step["image"])

    def _set_node_config(self, step: Row, got: Got) -> Process:
        yield from ()
        self._node.file = step.get("node_config", {})

    def _gc(self, step: Row, got: Got) -> Process:
        """DeleteUnusedImages of a collector without a minimum age."""
        yield from ()
        collector = ImageGCManager(ImageGCPolicy(min_age=0), shortfall_explains=True)
        done = collector.delete_unused_images(
            self._now, self._images(), set(step.get("in_use", [])), self._runtime.remove
        )
        got["deleted"] = sorted(done.deleted_by_space)
        self._prune(done.kept)

    def _gc_detect(self, step: Row, got: Got) -> Process:
        yield from ()
        self._row_collector(step).detect_images(self._now, self._images(), set(step.get("in_use", [])))

    def _gc_space(self, step: Row, got: Got) -> Process:
        yield from ()
        usage = ImageFsUsage(step.get("capacity", 0), step.get("available", 0))
        in_use = set(step.get("in_use", []))
        done = self._row_collector(step).garbage_collect(self._now, self._images(), in_use, usage, self._runtime.remove)
        got["deleted"] = sorted(done.deleted_by_age + done.deleted_by_space)
        got["gc_error"] = done.error
        got["gc_events"] = [" ".join(event) for event in done.events]
        self._prune(done.kept)

    def _row_collector(self, step: Row) -> ImageGCManager:
        if self._collector is None:
            ages = [other.get("min_age_s", 0) for other in self._row["steps"] if other["op"] == "gc_space"]
            policy = ImageGCPolicy(min_age=ages[0] if ages else 120)
            self._collector = ImageGCManager(policy, shortfall_explains=self._behaviour.gc_shortfall_explains)
        return self._collector

    def _prune(self, kept: list[str] | None) -> None:
        if self._pulls and kept is not None:
            self._pulls.prune_unknown_records(kept, self._now)

    def _images(self) -> list[NodeImage]:
        return [NodeImage(image_id, image.size) for image_id, image in self._runtime.images.items()]

    def _note_events(self, got: Got, answer: Any) -> None:
        got["events"] += [[self._env.now, *event] for event in answer.events]

    @property
    def _now(self) -> float:
        return self._env.now / 1000


def _policy(row: Row) -> VerificationPolicy:
    return VerificationPolicy(row["verification_policy"], allow_list=tuple(row["allow_list"]))


def _with_tag(image: str) -> str:
    return ImageReference.parse(image).with_default_tag
