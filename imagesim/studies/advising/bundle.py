"""A bundle: what somebody gave to be advised on, read once, with the place of each object beside the scenario of it.

A Scenario is what runs and knows no files; a Document is what was written and knows its lines. Rules look at both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from imagesim.rules.api.objects import Labels, PodSpec
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.scheduling.node_affinity import fits
from imagesim.rules.scheduling.node_labels import node_labels
from imagesim.rules.scheduling.taints import keeps_away
from imagesim.scenarios import shipped
from imagesim.scenarios.loading import Source, load
from imagesim.scenarios.reading.documents import Document, open_list
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.sources import Sources
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.scenario import Scenario
from imagesim.studies.advising.uses import ImageUse, image_uses


@dataclass(frozen=True)
class Bundle:
    """The scenario of *sources*, its documents by full name ("Deployment/shop/web", "NodePool/workers")."""

    scenario: Scenario
    documents: dict[str, Document]
    sources: tuple[str, ...] = ()
    namespace: str = ""
    _pools: dict[int, list[NodePool]] = field(default_factory=dict)

    @cached_property
    def uses(self) -> tuple[ImageUse, ...]:
        """Every container and image volume of the pods and templates, of the one namespace if one is given."""
        found = image_uses(self.scenario, self.documents)
        return tuple(use for use in found if self.namespace in ("", use.namespace))

    @property
    def pod_specs(self) -> list[ImageUse]:
        """The first use of each pod spec, for what is said of the pod as a whole."""
        return list({use.object: use for use in reversed(self.uses)}.values())[::-1]

    @cached_property
    def secrets(self) -> dict[tuple[str, str], PullSecret]:
        """The pull secrets by namespace and name."""
        return {(secret.namespace, secret.name): secret for secret in self.scenario.secrets}

    @cached_property
    def registries(self) -> dict[str, Registry]:
        """The registries that documents describe, by host."""
        return {registry.host: registry for registry in self.scenario.registries}

    def document(self, label: str) -> Document | None:
        """The document of an object, None for one that nobody wrote."""
        return self.documents.get(label)

    def pools_for(self, spec: PodSpec) -> list[NodePool]:
        """The pools to whose nodes such a pod may go, however full they are."""
        found = self._pools.get(id(spec))
        if found is None:
            found = [pool for pool in self.scenario.pools if pool.count and takes(pool, spec)]
            self._pools[id(spec)] = found
        return found

    def pull_secrets(self, use: ImageUse) -> tuple[tuple[str, bool], ...]:
        """The names of the secrets with which the pod pulls, and whether its ServiceAccount gives them.

        As the admission plugin ServiceAccount has it: an account's secrets are for pods that list none.
        """
        if use.spec.image_pull_secrets:
            return tuple((name, False) for name in use.spec.image_pull_secrets if name)
        if use.static:
            return ()
        for account in self.scenario.service_accounts:
            if (account.namespace, account.name) == (use.namespace, use.spec.service_account_name):
                return tuple((name, True) for name in account.image_pull_secrets if name)
        return ()

    def run_of(self, use: ImageUse, *more: str) -> str | None:
        """A run of what was given that shows *use*; None where it makes no pod at once."""
        at_once = use.kind != "CronJob" and getattr(use.value, "replicas", 1) != 0
        return self.run(*more) if at_once else None

    def run(self, *more: str) -> str | None:
        """The command `imagesim run` on what was given; None for documents that are in no file."""
        if not self.sources:
            return None
        return " ".join(["imagesim run", *(quoted(source) for source in self.sources), *more])


def node_names(pool: NodePool) -> list[str]:
    """The names of the pool's nodes."""
    return [pool.node_name(number) for number in range(pool.count)]


def takes(pool: NodePool, spec: PodSpec) -> bool:
    """Whether the scheduler may put such a pod on a node of the pool: selector, affinity, taints."""
    name = f"{pool.name}-0"
    labels: Labels = node_labels(name, pool.platform, pool.labels)
    if spec.node_name:
        return pool.has(spec.node_name)
    return fits(spec, name, labels) and keeps_away(pool.taints, spec.tolerations) is None


def quoted(text: str) -> str:
    """*text* as one word of a shell."""
    plain = text and all(char.isalnum() or char in "@%+=:,./-_" for char in text)
    return text if plain else "'" + text.replace("'", "'\"'\"'") + "'"


def read_bundle(sources: Sequence[Source], *, recursive: bool = False, namespace: str = "") -> Bundle:
    """Read *sources*, as `imagesim run` does. ScenarioError for a mistake in them, and where there is no image."""
    scenario = load(*sources, recursive=recursive)
    names = tuple(str(source) for source in sources if not isinstance(source, Mapping))
    bundle = Bundle(scenario, _documents(sources, recursive=recursive), names, namespace)
    if not bundle.uses:
        raise _nothing(bundle)
    return bundle


def _nothing(bundle: Bundle) -> ScenarioError:
    """Why there is nothing to advise on: an answer about nothing would look like a good one."""
    missing = "; ".join(each.sentence for each in bundle.scenario.missing_pods[:1])
    where = f" in the namespace {bundle.namespace}" if bundle.namespace else ""
    hint = missing or "name the manifests of workloads, or what kubectl get deploy,ds,sts,cronjobs,pods -o yaml prints"
    return ScenarioError(f"no object here has a container{where}: there is nothing to advise on", suggestion=hint)


def _documents(sources: Sequence[Source], *, recursive: bool) -> dict[str, Document]:
    reader = Sources(recursive=recursive)
    found: dict[str, Document] = {}
    for source in sources:
        for document in _of(source, reader):
            found[document.full_name if _namespaced(document) else document.label] = document
    return found


def _of(source: Source, reader: Sources) -> list[Document]:
    if isinstance(source, Mapping):
        return list(open_list(Document(value=dict(source))))
    folder = shipped.folder(source) if isinstance(source, str) else None
    return reader.documents(Path(source) if folder is None else folder)


def _namespaced(document: Document) -> bool:
    return not document.api_version.startswith("imagesim/") and document.kind != "Namespace"
