"""All pictures of a run, each with what it shows in a sentence: what `--out` writes and a contact sheet lays out."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from imagesim.results.result import Result
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


_Entry = tuple[Callable[..., Any], str, Any, dict[str, object]]


class Picture(NamedTuple):
    """One picture: `name` is that of its plot, `shows` a sentence; `draw` draws it, of the table `frame`."""

    name: str
    shows: str
    frame: "pd.DataFrame"
    draw: "Callable[[], Axes]"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw; `draw()` then says why."""
        return self.frame.empty


def gallery(result: Result) -> list[Picture]:
    """The pictures of *result*, in the order in which one looks at a run."""
    from imagesim.results import plots

    mix, cache, recovered = result.version_mix(), result.node_images(), result.recovery()
    removed, marks, ran = result.removed_images, disk_marks(result.scenario), result.running
    pods: dict[str, object] = {"pods": result.pods}
    on_nodes = {"removed": removed, "nodes": result.disk_usage.node.unique()}
    found: list[_Entry] = [
        (plots.version_mix, "How many pods ran which version, and when versions were mixed.", mix, {}),
        (
            plots.version_map,
            "Which version each pod ran; of many pods, how many of each workload.",
            result.states,
            {"ran": ran},
        ),
        (plots.states, "What the API showed of each pod: waiting, failing, running.", result.states, {}),
        (plots.pulls_over_time, "Every pull: its turn in the puller, how it ended, back-off.", result.pulls, pods),
        (plots.recovery, "What pods waited for between the end of a disturbance and Ready.", recovered, pods),
        (plots.image_cache, "Which versions were on which node, and what kubelets took.", cache, on_nodes),
        (plots.disk_use, "How full the nodes' disks were.", result.disk_usage, {"marks": marks}),
        (plots.registry_load, "Requests a second to registries, by how they were answered.", result.requests, {}),
        (plots.egress, "Bytes a second that each registry sent.", result.requests, {}),
        (plots.budget, "What was used of the limits of registries.", result.budgets, {}),
    ]
    return [_picture(*each) for each in found]


def disk_marks(scenario: Scenario) -> Mapping[str, float]:
    """Where image garbage collection begins and stops, as shares of a disk, if that is the same on all nodes."""
    policies = {pool.kubelet.image_gc for pool in scenario.pools if pool.disk is not None}
    if len(policies) != 1:
        return {}
    (policy,) = policies
    return {
        "image garbage collection begins": policy.high_threshold_percent / 100,
        "and stops": policy.low_threshold_percent / 100,
    }


def _picture(plot: "Callable[..., Axes]", shows: str, frame: "pd.DataFrame", options: dict[str, object]) -> Picture:
    return Picture(plot.__name__, shows, frame, lambda: plot(frame, **options))
