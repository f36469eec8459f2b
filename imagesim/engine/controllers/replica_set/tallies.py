"""The tally of each ReplicaSet's pods, as its controller's informers see them come and go."""

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.controllers.informer import Informer
from imagesim.engine.controllers.replica_set.pod_tally import NodeTally, PodTally
from imagesim.rules.api.change import Verb
from imagesim.rules.units import Seconds


class Tallies:
    """`by_uid` are the tallies by the UID of their ReplicaSet. Those of one Deployment share the count by node."""

    def __init__(self, pods: Informer) -> None:
        self._pods = pods
        self.by_uid: dict[str, PodTally] = {}
        self._references: dict[str, OwnerReference] = {}
        self._nodes: dict[str, NodeTally] = {}

    def reference(self, rs: ApiObject) -> OwnerReference:
        """The one reference that all pods of *rs* share."""
        return self._references[rs.uid]

    def note_set(self, verb: Verb, rs: ApiObject, now: Seconds) -> None:
        """A ReplicaSet has changed. Another `minReadySeconds` makes other pods available, so all are counted anew."""
        if verb == "create":
            self._references[rs.uid] = rs.reference
            self._count(rs, now)
        elif verb == "remove":
            self.by_uid.pop(rs.uid).close(now)
            del self._references[rs.uid]
        elif self.by_uid[rs.uid].min_ready_s != rs.spec.min_ready_s:
            self.by_uid[rs.uid].close(now)
            self._count(rs, now)

    def _count(self, rs: ApiObject, now: Seconds) -> None:
        family = rs.owner.uid if rs.owner is not None else rs.uid
        nodes = self._nodes.setdefault(family, NodeTally())
        tally = self.by_uid[rs.uid] = PodTally(rs.spec.min_ready_s, nodes)
        tally.count(self._pods.controlled_by(rs.uid), now)
