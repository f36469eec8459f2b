"""Where one event stands in its Timeline document; from there it looks up what it names, and says what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from imagesim.rules.api.kinds import DEPLOYMENT
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import NOT_GIVEN, ScenarioError, did_you_mean
from imagesim.scenarios.reading.fields import Field, root
from imagesim.scenarios.reading.inner_document import inner_document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.timeline.known import Known
from imagesim.scenarios.timeline.object_names import find_object
from imagesim.scenarios.timeline.pod_names import may_be_pod_of
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.world.registry.read import covered, find_image

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class EventPlace:
    """An event's document and path ("spec", "events", 3, "push"), and what there is. Every look-up may raise
    ScenarioError, which names the field.
    """

    document: Document
    path: Path
    known: Known

    def error(self, rule: str, field: str = "", *, value: object = NOT_GIVEN, suggestion: str = "") -> ScenarioError:
        """The error for a mistake in a field of the event, "" for the whole event."""
        path = (*self.path, field) if field else self.path
        return self.document.error(rule, path, value=value, suggestion=suggestion)

    def manifest(self) -> Field:
        """The event itself as a manifest."""
        value: object = self.document.value
        for step in self.path:
            value = value[step]  # type: ignore[index]  # the model has read it
        return root(inner_document(self.document, self.path, value))  # type: ignore[arg-type]

    def workload(self, field: str, text: str) -> str:
        """The workload that *text* means, as Kind/namespace/name."""
        return find_object(self.document, (*self.path, field), text, self.known.workloads, "workload")

    def deployment(self, field: str, text: str, doing: str) -> str:
        """The Deployment that *text* means; ScenarioError for another kind, since kubectl supports no *doing* of it."""
        name = self.workload(field, text)
        kind = name.partition("/")[0]
        if kind != DEPLOYMENT.name:
            rule = f"is a {kind}, and {doing} one is not supported by kubectl"
            raise self.error(rule, field, value=text, suggestion="name a Deployment")
        return name

    def workload_or_pod(self, field: str, text: str) -> str:
        """The workload or pod that *text* means, as Kind/namespace/name."""
        known = [*self.known.workloads, *self.known.pods]
        return find_object(self.document, (*self.path, field), text, known, "workload or pod")

    def target(self, field: str, text: str) -> str:
        """The workload or pod that *text* means, also a pod that is not there before a workload makes it.

        The names of the pods of a StatefulSet, and of static pods, are known. Of others it is known what they are made
        of: one that no pod has in the end is in vain.
        """
        kind, _, rest = text.partition("/")
        namespace, _, name = rest.partition("/")
        if kind == "Pod" and (self.known.static_pods(namespace, name) or self._may_make(namespace, name)):
            return text
        return self.workload_or_pod(field, text)

    def _may_make(self, namespace: str, pod: str) -> bool:
        """Whether a workload of the namespace may make a pod of that name."""
        owners = (each.split("/") for each in self.known.workloads)
        return any(where == namespace and may_be_pod_of(kind, owner, pod) for kind, where, owner in owners)

    def pod_spec(self, name: str) -> PodSpec:
        """The spec of a pod, or of a workload's template, by Kind/namespace/name."""
        alone = self.known.pods.get(name)
        return alone.spec if alone is not None else self.known.workloads[name].template.spec

    def image(self, field: str, name: str) -> Image:
        """The Image of that name."""
        return find_image(self.document, (*self.path, field), name, self.known.images)

    def tag(self, field: str, text: str, done: str = "pushed over", instead: str = "") -> str:
        """The full name of a tag to which something is *done*: docker.io/library/nginx:1.27.

        ScenarioError if it is no image name, or has a digest.
        """
        reference = self.image_name(field, text)
        if reference.digest is not None:
            raise self.error(f"has a digest, and only a tag can be {done}", field, value=text, suggestion=instead)
        return reference.fully_qualified

    def repository(self, field: str, text: str) -> str:
        """The full name of a repository: docker.io/library/nginx. ScenarioError if it is none, or has a tag."""
        reference = self.image_name(field, text)
        if reference.tag is not None or reference.digest is not None:
            hint = f"write {reference.repository}"
            raise self.error("is an image, and a repository is needed here", field, value=text, suggestion=hint)
        return reference.repository

    def repositories(self, field: str, host: str, pattern: str) -> str:
        """The repositories of the registry *host* that *pattern* means: a pattern as it is, a name in full."""
        return covered(self.document, (*self.path, field), host, pattern)

    def digest(self, field: str, text: str) -> str:
        """*text* as a digest. ScenarioError if it is none."""
        if not _DIGEST.fullmatch(text):
            hint = "write sha256: and 64 hexadecimal digits, or the name of an Image"
            raise self.error("is not a digest", field, value=text, suggestion=hint)
        return text

    def image_name(self, field: str, text: str) -> ImageReference:
        """The name that *text* is. ScenarioError if it is none."""
        try:
            return ImageReference.parse(text)
        except InvalidImageName as error:
            raise self.error(f"is not the name of an image: {error}", field, value=text) from None

    def registry(self, field: str, name: str) -> str:
        """The host of a Registry by its name or host; a registry that no document describes by its host.

        ScenarioError if it is neither.
        """
        hosts = self.known.hosts
        if name in hosts:
            return hosts[name]
        try:
            reference = ImageReference.parse(f"{name}/repository/name")
        except InvalidImageName:
            reference = None
        if reference is None or reference.path != "repository/name":
            hint = did_you_mean(name, hosts) or "write a host such as docker.io"
            raise self.error("is not the host of a registry", field, value=name, suggestion=hint)
        return reference.domain

    def user(self, field: str, name: str, host: str) -> str:
        """*name*, which has to be that of a user of the Registry of *host*.

        ScenarioError if it is none; one with a colon is not told, since a password may stand behind it.
        """
        if ":" in name:
            raise self.error(
                "has a colon, and a user's name has none (RFC 7617)", field, suggestion="write the name alone"
            )
        registry = self.known.registries.get(host)
        users = [user for user, _ in registry.access.users] if registry else []
        return self.one_of(field, name, users, f"is no user of Registry {host}")

    def one_of(self, field: str, name: str, known: Mapping[str, object] | list[str], rule: str) -> str:
        """*name*, which has to be one of the *known*. ScenarioError, with the *rule* that it breaks, if it is none."""
        if name not in known:
            raise self.error(rule, field, value=name, suggestion=did_you_mean(name, known))
        return name
