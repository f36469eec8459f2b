"""What people do to a run that lasts, drawn from what there is in a scenario: some of it cannot be done then."""

from collections.abc import Callable, Sequence

from imagesim.scenarios.manifests.kinds import name_of
from imagesim.scenarios.values.scenario import Scenario
from tests.laws.drawing.draw import Document, Draw


class Deeds:
    """Draws events about the objects of a *scenario*."""

    def __init__(self, draw: Draw, scenario: Scenario) -> None:
        self._draw = draw
        self._scenario = scenario
        self._workloads = [name_of(each) for each in scenario.workloads]
        self._pods = [name_of(each) for each in scenario.pods]
        self._nodes = [f"{pool.name}-{place}" for pool in scenario.pools for place in range(min(pool.count, 5))]
        self._texts = sorted({each.image for _, spec in scenario.pod_specs for each in spec.containers})
        self._kinds: dict[str, Callable[[], Document]] = self._of_nodes() | self._of_registries()
        if self._workloads:
            self._kinds |= self._of_workloads()
        if self._workloads or self._pods:
            self._kinds |= dict.fromkeys(("restart", "delete", "loseSandbox"), self._to_pods)

    def deed(self) -> Document:
        """One event as it is done."""
        kind = self._draw.choice(list(self._kinds))
        return {kind: self._kinds[kind]()}

    def _of_nodes(self) -> dict[str, Callable[[], Document]]:
        draw, pools = self._draw, [pool.name for pool in self._scenario.pools]
        made = {"type": "Opaque", "stringData": {"a": "b"}, "metadata": {"name": draw.choice(("made", "other"))}}
        return {
            "cordon": lambda: {"node": draw.choice(self._nodes)},
            "uncordon": lambda: {"node": draw.choice(self._nodes)},
            "removeNode": lambda: {"node": draw.choice(self._nodes)},
            "addNode": lambda: {"pool": draw.choice(pools), "count": 1},
            "removeImage": lambda: {"node": draw.choice(self._nodes), "image": draw.choice(self._texts)},
            "createSecret": lambda: {"apiVersion": "v1", "kind": "Secret", **made},
            "deleteSecret": lambda: {"secret": f"default/{draw.choice(self._secrets())}"},
            "taintNode": lambda: {"node": draw.choice(self._nodes), "taint": {"key": "k", "effect": "NoExecute"}},
        }

    def _secrets(self) -> Sequence[str]:
        return ["made", *(secret.name for secret in self._scenario.secrets)]

    def _of_registries(self) -> dict[str, Callable[[], Document]]:
        draw = self._draw
        hosts = ["docker.io", *(registry.host for registry in self._scenario.registries)]
        kinds: dict[str, Callable[[], Document]] = {
            "outage": lambda: (
                {"registry": draw.choice(hosts), "for": draw.choice(("1s", "70s", "10m"))}
                | draw.fields(0.6, how=("reset", "silent", "no-such-host"))
            )
        }
        if self._scenario.images:
            images = [image.name for image in self._scenario.images]
            kinds["push"] = lambda: {"image": draw.choice(self._texts), "to": draw.choice(images)}
        return kinds

    def _of_workloads(self) -> dict[str, Callable[[], Document]]:
        draw = self._draw

        def workload(**more: object) -> Document:
            return {"workload": draw.choice(self._workloads), **more}

        def set_image() -> Document:
            chosen = draw.choice(self._scenario.workloads)
            name = draw.choice(chosen.template.spec.containers).name
            return {"workload": name_of(chosen), "container": name, "image": draw.choice([*self._texts, "a:b"])}

        return {
            "scale": lambda: workload(replicas=draw.randint(0, 6)),
            "setImage": set_image,
            **dict.fromkeys(("rolloutRestart", "rolloutUndo", "rolloutPause", "rolloutResume"), workload),
        }

    def _to_pods(self) -> Document:
        target = self._draw.choice([*self._workloads, *self._pods])
        return {"target": target} | self._draw.fields(0.3, over=("30s",))
