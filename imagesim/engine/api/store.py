"""The store: the one place where the objects of a cluster are.

Whoever wants something writes it here; whoever has something to do watches. Every request to create or update an object
passes the admission chain (imagesim.engine.api.admission). A write that says which resource version it read fails with
Conflict when the object has changed since, as in Kubernetes. Objects are changed in place; their specs and statuses are
frozen values that are replaced.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import simpy

from imagesim.engine.api.admission.chain import Chain
from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.uids import Uids
from imagesim.engine.api.watches import Handler, Watches
from imagesim.rules.api.change import VERBS, Change, Verb
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Labels
from imagesim.rules.api.status_errors import AlreadyExists, Conflict, NotFound
from imagesim.rules.calendar import Calendar
from imagesim.rules.units import Seconds

Stored = ApiObject | ApiPod
T = TypeVar("T", ApiObject, ApiPod)

CREATED_S = "created_s"
"""What is told of an object that was there before the run: since when."""
ORPHAN = "orphan"
"""The finalizer of an object whose dependents are to stay when it goes."""

_METADATA = ("labels", "annotations", "owner", "finalizers")


class Store:
    """All objects by kind and name. `admission` is put in place by whoever knows the plugins."""

    def __init__(self, env: simpy.Environment, calendar: Calendar | None = None) -> None:
        self.env = env
        self.calendar = calendar or Calendar()
        self.admission = Chain(())
        self.resource_version = 0
        self._objects: dict[str, dict[ObjectName, Any]] = {}
        self._uids = Uids()
        self._watches = Watches()
        self._handlers: dict[str, dict[Verb, list[Handler]]] = {}  # theirs, at hand: it is looked up at every write
        self._last_created: tuple[tuple[Any, ...] | None, Change] = (None, ())
        self._last_spec: Any = None
        self._on_report: list[Callable[[ApiObject], None]] = []

    # --- reading ---

    def objects(self, kind: str) -> Mapping[ObjectName, Any]:
        """The objects of *kind* by name, in the order of creation. It changes as they do."""
        return self._objects.setdefault(kind, {})

    def find(self, name: ObjectName) -> Any | None:
        """The object of that name, None if there is none."""
        of_kind = self._objects.get(name.kind)
        return of_kind.get(name) if of_kind is not None else None

    def get(self, name: ObjectName) -> Any:
        """The object of that name. Raises NotFound."""
        found = self.find(name)
        if found is None:
            raise NotFound(name)
        return found

    def list(
        self, kind: str, *, namespace: str | None = None, selector: Labels = (), node: str | None = None
    ) -> list[Any]:
        """The objects of *kind* in the order of creation: of one namespace, with these labels, on one node."""
        return [
            each
            for each in self.objects(kind).values()
            if namespace in (None, each.namespace)
            and node in (None, each.node)
            and (not selector or set(selector) <= set(each.labels))
        ]

    def watch(self, kind: str, handler: Handler, *, node: str | None = None, verbs: Collection[Verb] = VERBS) -> None:
        """Call *handler* for changes of objects of *kind*, with *node* only while they are on that node."""
        self._watches.add(kind, handler, node=node, verbs=verbs)

    def unwatch(self, kind: str, handler: Handler, *, node: str, verbs: Collection[Verb] = VERBS) -> None:
        """Call *handler*, which watches with this *node* and these verbs, no more."""
        self._watches.remove(kind, handler, node=node, verbs=verbs)

    def watch_all(self, handler: Handler, verbs: Collection[Verb] = VERBS) -> None:
        """Call *handler* for changes of every object."""
        self._watches.add_for_all(handler, verbs)

    def watch_reports(self, handler: Callable[[ApiObject], None]) -> None:
        """Call *handler* with an object about which something was reported."""
        self._on_report.append(handler)

    # --- writing ---

    def create(self, new: T, *, admitted: bool = False, created_s: Seconds | None = None) -> T:
        """Admit and store an object; it is filled in and returned. Raises AlreadyExists, Invalid or Forbidden.

        One that is *admitted* is taken as it is. A UID that it has stays. One that was there before the run was
        *created_s* then.
        """
        name = new.object_name
        objects = self._objects.get(name.kind)
        if objects is None:
            objects = self._objects[name.kind] = {}
        if name in objects:
            raise AlreadyExists(name)
        asked = new.spec
        if not admitted:
            new.spec = self._shared(
                asked, self.admission.admit(asked, AdmissionRequest("CREATE", name, None, new.owner is not None))
            )
        new.uid = new.uid or self._uids.next(name.kind)
        new.created_s = self.env.now if created_s is None else created_s
        objects[name] = new
        change: Change = self._as_created(new, asked)
        if created_s is not None:
            change = (*change, (CREATED_S, created_s))
        self.write(new, "create", change)
        return new

    def update(
        self, stored: Stored, *, resource_version: int | None = None, admitted: bool = False, **fields: Any
    ) -> bool:
        """Write `spec`, `labels`, `annotations`, `owner` or `finalizers`; return whether anything changed.

        What is *admitted*, by a subresource, passes no admission chain. Raises Conflict if *resource_version* is given
        and no longer the object's, Invalid or Forbidden if refused, NotFound if the object has gone.
        """
        self._check(stored, resource_version)
        if "spec" in fields and not admitted:
            request = AdmissionRequest("UPDATE", stored.object_name, stored.spec, stored.owner is not None)
            fields["spec"] = self.admission.admit(fields["spec"], request)
        change = _set(stored, ("spec", *_METADATA), fields)
        if not change:
            return False
        if change[0][0] == "spec":
            stored.generation += 1
        self.write(stored, "update", change)
        if stored.deletion_s is not None and not stored.finalizers and not stored.node:
            self.remove(stored)
        return True

    def patch(self, stored: Stored, **spec_fields: Any) -> bool:
        """Write these fields of the spec; return whether anything changed. Raises as `update` does, never Conflict."""
        return self.update(stored, spec=replace(stored.spec, **spec_fields))

    def update_status(
        self,
        stored: ApiObject,
        status: Any,
        *,
        annotations: Labels | None = None,
        resource_version: int | None = None,
    ) -> bool:
        """Write the status, and annotations with it; return whether anything changed.

        Raises Conflict and NotFound as `update` does.
        """
        self._check(stored, resource_version)
        fields = {"status": status} if annotations is None else {"status": status, "annotations": annotations}
        change = _set(stored, ("status", "annotations"), fields)
        if change:
            self.write(stored, "status", change)
        return bool(change)

    def report(self, stored: ApiObject, status: Any) -> None:
        """Write what a kubelet reports of its node as long as nothing happens: no row, and no resource version.

        A cluster of thousands of nodes has as many of these as of all else, and nobody but a scheduler looks at them.
        """
        stored.status = status
        for handler in self._on_report:
            handler(stored)

    def delete(self, stored: Stored, *, orphan: bool = False) -> None:
        """Ask for deletion. The object goes at once, unless a finalizer or a kubelet has something to do first.

        What it owns goes after it; with *orphan* that stays.
        """
        if stored.deletion_s is not None or stored.removed_s is not None:
            return
        stored.deletion_s = self.env.now
        if orphan:
            stored.finalizers = (*stored.finalizers, ORPHAN)
        if not stored.finalizers and not stored.node:
            self.remove(stored)
            return
        change: Change = (("deletion_s", stored.deletion_s),)
        self.write(stored, "delete", (*change, ("finalizers", stored.finalizers)) if stored.finalizers else change)

    def remove(self, stored: Stored) -> None:
        """The object is gone: what was to be done before its end is done."""
        stored.removed_s = self.env.now
        del self._objects[stored.object_name.kind][stored.object_name]
        self.write(stored, "remove", ())

    def write(self, stored: Stored, verb: Verb, change: Change) -> None:
        """Somebody has changed the object: it gets a new resource version, and who watches is told."""
        stored.resource_version = self.resource_version = self.resource_version + 1
        kind = stored.kind
        handlers = self._handlers.get(kind)
        if handlers is None:
            handlers = self._handlers[kind] = self._watches.of(kind)
        for handler in handlers[verb]:
            handler(verb, stored, change)

    def _check(self, stored: Stored, resource_version: int | None) -> None:
        if stored.removed_s is not None:
            raise NotFound(stored.object_name)
        if resource_version is not None and resource_version != stored.resource_version:
            raise Conflict(stored.object_name)

    # --- sharing: the pods of a workload have one spec, and what is told of their creation is one value ---

    def _shared(self, asked: Any, admitted: Any) -> Any:
        if admitted is asked:
            return asked
        if admitted != self._last_spec:
            self._last_spec = admitted
        return self._last_spec

    def _as_created(self, new: Stored, asked: Any) -> Change:
        written = asked if asked is not new.spec else None
        status = new.status if isinstance(new, ApiObject) else None
        values = (new.spec, status, new.labels, new.annotations, new.owner, new.finalizers, written)
        same, change = self._last_created
        if values != same:
            change = tuple(pair for pair in zip(_CREATED, values, strict=True) if pair[1])
            self._last_created = values, change
        return change


_CREATED = ("spec", "status", *_METADATA, "written")
"""What is told of a new object; `written` is its spec as it was asked for, where admission has changed it."""


def _set(stored: Stored, allowed: Iterable[str], fields: Mapping[str, Any]) -> Change:
    """Put new values in place; return those that differ from the old ones."""
    change = tuple(
        (field, fields[field]) for field in allowed if field in fields and fields[field] != getattr(stored, field)
    )
    for field, value in change:
        setattr(stored, field, value)
    return change
