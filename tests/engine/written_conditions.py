"""The conditions of Deployments as they are written, seen by a watch."""

from typing import NamedTuple

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.store import Store
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.rollout_conditions import DeploymentCondition


class Written(NamedTuple):
    """At `time_s` a condition was written; a Progressing one also when only its `last_update_s` moved."""

    time_s: Seconds
    condition: DeploymentCondition


class WrittenConditions:
    """`rows` grows while the cluster of *store* runs."""

    def __init__(self, store: Store) -> None:
        self.rows: list[Written] = []
        self._store = store
        self._before: dict[str, tuple[DeploymentCondition, ...]] = {}
        store.watch("Deployment", self._changed)

    def _changed(self, verb: Verb, deployment: ApiObject, _: Change) -> None:
        before, now = self._before.get(deployment.uid, ()), deployment.status.conditions
        self._before[deployment.uid] = now
        self.rows.extend(Written(self._store.env.now, each) for each in now if each not in before)
