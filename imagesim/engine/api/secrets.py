"""The Secrets of a store, as the values that pods pull with."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.store import Store
from imagesim.rules.api.names import ObjectName
from imagesim.rules.credentials.pull_credentials import PullSecret


class Secrets:
    """Secrets by namespace and name. An object keeps its UID while it is replaced, and a new one gets another."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._before: list[Callable[[], None]] = []
        self._after: list[Callable[[str, str], None]] = []

    def before_change(self, tell: Callable[[], None]) -> None:
        """Have *tell* called just before one comes, changes or goes, for whoever is late with what he saw of them."""
        self._before.append(tell)

    def tell_no_more(self, tell: Callable[[], None]) -> None:
        """Whoever asked to be told before a change is not there any more."""
        self._before.remove(tell)

    def after_change(self, tell: Callable[[str, str], None]) -> None:
        """Have *tell* called with namespace and name just after one has come, changed or gone."""
        self._after.append(tell)

    def put(self, secret: PullSecret) -> None:
        """`kubectl create`, or `kubectl replace` where there is one."""
        self._tell()
        name = _name(secret.namespace, secret.name)
        stored = self._store.find(name)
        if stored is None:
            self._store.create(ApiObject(name, secret))
        else:
            self._store.update(stored, spec=secret)
        self._told(secret.namespace, secret.name)

    def find(self, namespace: str, name: str) -> PullSecret | None:
        """The Secret with the UID of its object, None if there is none."""
        stored = self._store.find(_name(namespace, name))
        return replace(stored.spec, uid=stored.uid) if stored is not None else None

    def exists(self, namespace: str, name: str) -> bool:
        """Whether there is one of that name."""
        return self._store.find(_name(namespace, name)) is not None

    def delete(self, namespace: str, name: str) -> None:
        """`kubectl delete --ignore-not-found`."""
        stored = self._store.find(_name(namespace, name))
        if stored is not None:
            self._tell()
            self._store.delete(stored)
            self._told(namespace, name)

    def _tell(self) -> None:
        for tell in self._before:
            tell()

    def _told(self, namespace: str, name: str) -> None:
        for tell in self._after:
            tell(namespace, name)


def _name(namespace: str, name: str) -> ObjectName:
    return ObjectName("Secret", namespace, name)
