"""Why a pod of a run is where it is: the kubelet's decision path for each of its containers, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

from imagesim.engine.records import PodRecord, Records, StateRecord
from imagesim.results.explorers.story.container import as_run, container_steps
from imagesim.results.explorers.story.moment import Moment, StoryStep, at
from imagesim.results.history import History
from imagesim.results.measures.pod_status import shown_states, status_text
from imagesim.results.named_pods import named_pods
from imagesim.rules.shown import gate
from imagesim.scenarios.values.scenario import Scenario

_WIDTH = 110
_MARGIN = " " * 15
_MOST_OTHERS = 5


class ContainerStory(NamedTuple):
    """One container and the steps of its decision path, in the order in which a kubelet takes them."""

    container: str
    image: str
    steps: tuple[StoryStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PodStory:
    """One pod at the end of a run. `others` are further pods whose names begin as the one that was asked for."""

    namespace: str
    pod: str
    node: str
    at_s: float
    status: str
    containers: tuple[ContainerStory, ...] = ()
    others: tuple[str, ...] = ()

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Container, step, what happened, the rule behind it."""
        return [(story.container, *step) for story in self.containers for step in story.steps]

    def text(self) -> gate.Shown:
        """Everything, for a terminal."""
        where = f"on {self.node}" if self.node else "without a node"
        lines = [f"Pod {self.namespace}/{self.pod} {where}, {at(self.at_s)} after the start: {self.status}"]
        for story in self.containers:
            lines += ["", f"Container {story.container}, image {story.image}"]
            lines += [line for step in story.steps for line in _step(step)]
        if self.others:
            more = ", ..." if len(self.others) > _MOST_OTHERS else ""
            names = ", ".join(self.others[:_MOST_OTHERS]) + more
            pods = "pod has a name that begins" if len(self.others) == 1 else "pods have names that begin"
            lines += ["", f"{len(self.others)} more {pods} so: {names}"]
        return gate.lines(lines)


def _step(step: StoryStep) -> list[str]:
    first, *rest = step.said.split("\n")
    lines = _wrapped(first, f"  {step.title:<13}")
    for line in rest:
        lines += _wrapped(line, _MARGIN)
    return [*lines, *_wrapped(f"Rule: {step.rule}", _MARGIN)]


def _wrapped(text: str, indent: str) -> list[str]:
    """Lines that break at spaces alone, so that names and addresses stay whole."""
    return wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=_MARGIN,
        break_long_words=False,
        break_on_hyphens=False,
    )


def explain_pod(scenario: Scenario, records: Records, name: str, *, namespace: str | None = None) -> PodStory:
    """The story of the pod *name* at the end of the run that wrote *records*.

    A name that no pod has is taken as the beginning of one: then the first that is in trouble is told, or else the
    first. Pods that are there come before those that were deleted. ScenarioError if there is none.
    """
    pod, others = _find(records, name, namespace)
    status = status_text(pod, shown_states(records).get((pod.namespace, pod.pod), {}))
    return PodStory(
        namespace=pod.namespace,
        pod=pod.pod,
        node=pod.node,
        at_s=records.end_s,
        status=status if pod.deleted_s is None else f"deleted at {at(pod.deleted_s)}",
        containers=tuple(_containers(Moment(scenario, records, History(records), pod))),
        others=others,
    )


def _containers(moment: Moment) -> Iterator[ContainerStory]:
    """Init containers first, as they run."""
    spec = moment.spec
    if spec is None:
        return
    for container in (*spec.init_containers, *spec.containers):
        really = as_run(moment, container)
        yield ContainerStory(really.name, really.image, container_steps(moment, spec, really))


def _find(records: Records, name: str, namespace: str | None) -> tuple[PodRecord, tuple[str, ...]]:
    """The pod to tell of, one in trouble if there is one, and the names of the others that could have been meant."""
    found = named_pods(records, name, namespace)
    shown = shown_states(records)
    trouble = [pod for pod in found if _waits(shown.get((pod.namespace, pod.pod), {}))]
    told = (trouble or found)[0]
    return told, tuple(pod.pod for pod in found if pod is not told)


def _waits(states: dict[str, StateRecord]) -> bool:
    return any(row.state == "Waiting" for row in states.values())
