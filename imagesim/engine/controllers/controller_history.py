"""The ControllerRevisions of the objects of one kind: found again, numbered, made and cleared away.

Models pkg/controller/history/controller_history.go of Kubernetes 1.36.
"""

from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.api.store import Store
from imagesim.engine.controllers.informer import Informers
from imagesim.rules.api.kinds import CONTROLLER_REVISION
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import PodTemplate
from imagesim.rules.api.template_hash import template_hash
from imagesim.rules.workloads.controller_revision import ControllerRevision, next_revision, surplus


class ControllerHistory:
    """What a controller keeps of the templates of its objects."""

    def __init__(self, store: Store, informers: Informers) -> None:
        self._store = store
        self._revisions = informers.of(CONTROLLER_REVISION.name)

    def of(self, owner: ApiObject) -> list[ApiObject]:
        """The revisions of *owner*, oldest first."""
        mine: list[ApiObject] = list(self._revisions.controlled_by(owner.uid))
        return sorted(mine, key=lambda each: (each.spec.revision, each.created_s // 1, each.name))

    def keep(self, owner: ApiObject, reference: OwnerReference, template: PodTemplate) -> ApiObject:
        """The revision of *template*, which is the latest from now on: an earlier one that is equal, or a new one."""
        revisions = self.of(owner)
        same = next((each for each in reversed(revisions) if each.spec.data == template), None)
        if same is not None and same is revisions[-1]:
            return same
        number = next_revision([each.spec for each in revisions])
        if same is not None:  # a rollback
            self._store.update(same, spec=replace(same.spec, revision=number))
            return same
        name = self._name(owner, template)
        spec = ControllerRevision(revision=number, data=template)
        return self._store.create(ApiObject(name, spec, labels=template.labels, owner=reference))

    def truncate(self, owner: ApiObject, live: set[str], limit: int) -> None:
        """Delete the oldest revisions beyond *limit*, not counting those whose names are *live*."""
        revisions = {each.name: each for each in self.of(owner)}
        for name in surplus(list(revisions), live, limit):
            self._store.delete(revisions[name])

    def _name(self, owner: ApiObject, template: PodTemplate) -> ObjectName:
        """The owner's name and the hash of the template; where that is taken, another hash."""
        collisions = 0
        while True:
            hash_ = template_hash(template, collisions)
            name = ObjectName(CONTROLLER_REVISION.name, owner.namespace, f"{owner.name[:_LONGEST_PREFIX]}-{hash_}")
            if self._store.find(name) is None:
                return name
            collisions += 1


_LONGEST_PREFIX = 223
