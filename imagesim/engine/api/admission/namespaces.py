"""The admission plugin NamespaceAutoProvision: a namespace is there as soon as something is created in it.

Real clusters refuse such a request unless the plugin is on. Manifests are often tried without their Namespace, and
nothing about images follows from it, so here it is on.
"""

from collections.abc import Callable
from typing import Any

from imagesim.engine.api.admission.request import AdmissionRequest

Provide = Callable[[str], object]
"""Sees to it that the namespace of that name is there."""


class NamespaceAutoProvision:
    """The plugin."""

    def __init__(self, provide: Provide) -> None:
        self._provide = provide
        self._known: set[str] = set()

    def admit(self, spec: Any, request: AdmissionRequest) -> Any:
        """Provide the namespace, and leave the object as it is."""
        namespace = request.name.namespace
        if namespace not in self._known:
            self._known.add(namespace)
            self._provide(namespace)
        return spec
