"""Takes a case's steps on one node and returns what was seen there."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import simpy

from imagesim.engine.chance import Chance
from imagesim.engine.containerd.pull import ImagePull
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.surroundings import Surroundings
from imagesim.engine.environment import Environment
from imagesim.engine.network import Network
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import RequestRecord
from imagesim.engine.registry.factory import RegistryFactory
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.values.scenario import Scenario
from tests.wire.case import BadCase, Case, Json
from tests.wire.content import Contents, ListedContent
from tests.wire.world import full_name, scenario_of


@dataclass
class PullSeen:
    """One pull: None for `seconds` if it never ended. `error_with_ids` has the case's names in place of digests."""

    ok: bool = False
    code: str = ""
    error: str = ""
    error_with_ids: str = ""
    seconds: float | None = None


@dataclass
class Seen:
    """What a run of a case showed."""

    requests: list[RequestRecord] = field(default_factory=list)
    pulls: list[PullSeen] = field(default_factory=list)
    content_bytes: int = 0
    snapshots: int = 0


def play(case: Case, seed: int) -> Seen:
    """Run the case under *seed*."""
    return Player(case, scenario_of(case), seed).run()


class Player:
    """One run of a case; `runtime` is containerd on its node."""

    def __init__(self, case: Case, scenario: Scenario, seed: int) -> None:
        self._case = case
        self._env = Environment()
        self._records = RecordBook()
        self._registries = RegistryFactory(scenario, self._env, self._records, IssuedTokens()).registries
        for registry, listed in zip(scenario.registries, case.registries, strict=True):
            self._registries[registry.host].content = ListedContent(registry, listed, self._records)
        around = Surroundings(Network(self._env), self._registries, self._records)
        self.runtime = Runtime(self._env, "node", scenario.pools[0], around, Chance(seed))
        self._calls: dict[int, ImagePull] = {}
        self._seen = Seen()
        self._contents = Contents(case)

    def run(self) -> Seen:
        for ref in self._case.node.get("present") or ():
            if not self.runtime.preload(full_name(self._case.host, ref)):
                raise BadCase(f"node.present names {ref!r}, which the registry does not hold")
        for step in self._case.steps:
            take = partial(self._cancel_or_move, step)
            if "pull" in step:
                take = partial(self._begin, step, len(self._seen.pulls))
                self._seen.pulls.append(PullSeen())
            self._env.timeout(float(step.get("at_s") or 0.0)).callbacks.append(take)
        self._env.run()
        self._seen.requests = self._records.requests
        self._seen.content_bytes = self.runtime.store.content.content_bytes
        self._seen.snapshots = self.runtime.store.content.snapshots
        return self._seen

    def _begin(self, step: Json, index: int, _: simpy.Event) -> None:
        login = (step["user"], SecretValue(step.get("password") or "")) if step.get("user") else None
        call = self.runtime.pull_image(full_name(self._case.host, step["pull"]), login)
        self._calls[index] = call
        self._env.process(self._pull(call, self._seen.pulls[index]))

    def _cancel_or_move(self, step: Json, _: simpy.Event) -> None:
        """Pulls are counted in the order of the case, whenever they begin."""
        if "cancel" in step:
            if step["cancel"] in self._calls:
                self._calls[step["cancel"]].cancel()
        else:
            reference = ImageReference.parse(full_name(self._case.host, step["move"]))
            content = self._registries[reference.domain].content
            content.push(reference.path, reference.effective_tag, self._contents.image(step["to"]), self._env.now)

    def _pull(self, call: ImagePull, seen: PullSeen) -> Any:
        began = self._env.now
        yield from call.run()
        seen.seconds = self._env.now - began
        seen.ok = call.failure is None
        if call.failure is not None:
            seen.code, seen.error = call.failure.code, call.failure.text
            seen.error_with_ids = self._with_ids(call.failure.text)

    def _with_ids(self, text: str) -> str:
        for digest, id_ in self._contents.ids.items():
            text = text.replace(digest, id_)
        return text
