"""The observer: turns what happens to the objects into the records of a run."""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import PodRecord
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.objects import PodSpec

_Names = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Observer:
    """Watches everything that *api* stores. It is made before anybody else watches, so a row comes before its effects.

    What it writes is complete after `finish`.
    """

    def __init__(self, api: ApiServer, records: RecordBook) -> None:
        self._records = records
        self._pods: list[ApiPod] = []
        records.events = api.events.rows
        api.store.watch_all(records.objects.writer(api.store.env))
        api.store.watch("Pod", self._pod_created, verbs=["create"])

    def finish(self) -> None:
        """The run is over: one record per pod that ever existed, in the order of creation."""
        names: dict[int, _Names] = {}  # by the spec's identity: the pods of a workload share one
        for pod in self._pods:
            containers = names.get(id(pod.spec))
            if containers is None:
                containers = names[id(pod.spec)] = _container_names(pod.spec)
            self._records.pods.append(
                PodRecord(
                    pod.namespace, pod.name, pod.uid, pod.workload, pod.node, pod.created_s, pod.scheduled_s,
                    pod.first_ready_s, pod.removed_s, pod.phase, pod.restarts, pod.deletion_s, *containers,
                    pod.reason,
                )
            )  # fmt: skip

    def _pod_created(self, _: Verb, pod: ApiPod, __: Change) -> None:
        self._pods.append(pod)


def _container_names(spec: PodSpec) -> _Names:
    """The names of the init containers, of the regular ones, and of those init containers that are sidecars."""
    return (
        tuple(container.name for container in spec.init_containers),
        tuple(container.name for container in spec.containers),
        tuple(container.name for container in spec.init_containers if container.restart_policy == "Always"),
    )
