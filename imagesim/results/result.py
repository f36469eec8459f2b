"""One call in, one value out: `result = simulate(scenario, seed=7)`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imagesim.engine.bounds.estimate import Estimate, check_estimate, estimate
from imagesim.engine.bounds.limit import MOST_MEMORY, LimitError
from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.history import History
from imagesim.results.json_document import json_document
from imagesim.results.measures.availability import availability
from imagesim.results.measures.disks import disks
from imagesim.results.measures.host_costs import host_costs
from imagesim.results.measures.node_images import node_images
from imagesim.results.measures.node_turns import node_turns
from imagesim.results.measures.push_reach import push_reach
from imagesim.results.measures.ready_times import ready_times
from imagesim.results.measures.recovery import recovery
from imagesim.results.measures.summary import summary
from imagesim.results.measures.unauthorised import unauthorised
from imagesim.results.measures.version_mix import mixed_intervals, version_mix
from imagesim.results.measures.version_times import mixed_times, version_times
from imagesim.results.object_rows import object_rows
from imagesim.results.table_attrs import table_attrs
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


def simulate(
    scenario: Scenario,
    seed: int | None = None,
    progress: Callable[[Seconds], None] | None = None,
    limit: Bytes | None = MOST_MEMORY,
) -> "Result":
    """Run *scenario* to its end. *seed* takes the place of the scenario's; the same seed gives the same result.

    *progress* is called now and then with the simulated time. What it raises ends the run; nothing else does: an image
    that cannot be pulled is a result. A run that would take more than *limit* bytes of memory, by an estimate that is
    the same on every machine, is a ScenarioError, if possible before it begins; None is no limit.
    """
    try:
        return Result(scenario, run(scenario, seed=seed, progress=progress, limit=limit))
    except LimitError as over:
        raise over_limit(over) from None


def check_limit(scenario: Scenario, limit: Bytes | None = MOST_MEMORY) -> Estimate:
    """Return what a run of *scenario* will take, by estimate. ScenarioError if that is more than *limit*."""
    found = estimate(scenario)
    try:
        if limit is not None:
            check_estimate(found, limit)
    except LimitError as over:
        raise over_limit(over) from None
    return found


class TooLargeError(ScenarioError):
    """The mistake of a scenario whose run is too large. `change` makes it smaller, whoever runs it."""

    def __init__(self, over: LimitError) -> None:
        advice = f"{over.change}, or go on without a limit: --no-limit, or in Python limit=None"
        super().__init__(over.rule, object=over.subject, field=over.field, suggestion=advice)
        self.change = over.change


def over_limit(over: LimitError) -> ScenarioError:
    """The mistake of a scenario that is too large, and what to do."""
    return TooLargeError(over)


class Result:
    """What one run of `scenario` with `seed` gave: its `records`, and tables and measures made of them when asked for.

    Tables are pandas DataFrames, made once; change a copy. Times are seconds since the start of the run.
    """

    def __init__(self, scenario: Scenario, records: Records) -> None:
        self.scenario = scenario
        self.records = records
        self.seed = records.seed

    def __repr__(self) -> str:
        records = self.records
        return (
            f"Result({self.scenario.name!r}, seed={self.seed}: {records.end_s:g} s, "
            f"{len(records.pods)} pods, {len(records.pulls)} pulls)"
        )

    @cached_property
    def pulls(self) -> "pd.DataFrame":
        """Every decision of a kubelet about an image: pulled, found present, or failed."""
        return self._table("pulls", self.records.pulls)

    @cached_property
    def unfinished_pulls(self) -> "pd.DataFrame":
        """Every pull that was not over when the run ended, with what had come of it by then."""
        return self._table("unfinished_pulls", self.records.unfinished_pulls)

    @cached_property
    def pods(self) -> "pd.DataFrame":
        """Every pod that existed."""
        return self._table("pods", self.records.pods)

    @cached_property
    def states(self) -> "pd.DataFrame":
        """The containers' states as the API showed them."""
        return self._table("states", self.records.states)

    @cached_property
    def running(self) -> "pd.DataFrame":
        """The containers that really ran, whatever the API showed: of a node that is lost it goes on showing them."""
        return self._table("running", self.records.running)

    @cached_property
    def events(self) -> "pd.DataFrame":
        """The events as the API server got them."""
        return self._table("events", self.records.events)

    @cached_property
    def requests(self) -> "pd.DataFrame":
        """The HTTP requests of nodes to registries."""
        return self._table("requests", self.records.requests)

    @cached_property
    def hosts(self) -> "pd.DataFrame":
        """What the hosts are that requests may go to."""
        return self._table("hosts", self.records.hosts)

    @cached_property
    def budgets(self) -> "pd.DataFrame":
        """What is used of each limit of a registry, at every request that is charged."""
        return self._table("budgets", self.records.budgets)

    @cached_property
    def tags(self) -> "pd.DataFrame":
        """What each tag pointed to, and from when."""
        return self._table("tags", self.records.tags)

    @cached_property
    def removed_images(self) -> "pd.DataFrame":
        """The images that kubelets had removed from their nodes, and why."""
        return self._table("removed_images", self.records.removed_images)

    @cached_property
    def stored_images(self) -> "pd.DataFrame":
        """What changed in the image stores of the nodes: names that came, images that went."""
        return self._table("stored_images", self.records.stored_images)

    @cached_property
    def disk_usage(self) -> "pd.DataFrame":
        """How much of each node's disk was taken, by images and by others, at every change."""
        frame = self._table("disk_usage", self.records.disk_usage)
        frame.attrs = {**frame.attrs, "node_turns": node_turns(self.records)}
        return frame

    @cached_property
    def causes(self) -> "pd.DataFrame":
        """What people and fate did, from the timeline, unless it came to nothing."""
        return self._table("causes", self.records.causes)

    @cached_property
    def objects(self) -> "pd.DataFrame":
        """What happened to every object: created, changed, deleted, with what changed."""
        return self._table("objects", object_rows(self.records))

    @cached_property
    def history(self) -> History:
        """The objects as they were at any time of the run."""
        return History(self.records)

    @cached_property
    def known(self) -> dict[str, Any]:
        """What pictures show besides the rows of a table: `end_s`, `versions`, `names` and `causes`."""
        return table_attrs(self.scenario, self.records)

    @property
    def versions(self) -> list[str]:
        """The digests in the order in which pictures colour them: what a tag pointed to first comes first."""
        found: list[str] = self.known["versions"]
        return found

    @property
    def version_names(self) -> dict[str, str]:
        """What people call each digest: its Image document, its tag, or "old build" and "new build" of a tag."""
        found: dict[str, str] = self.known["names"]
        return found

    def version_mix(self) -> "pd.DataFrame":
        """How many pods of each workload ran which version, long: a row per digest at every change."""
        return self._table("version_mix", version_mix(self.records))

    def mixed_intervals(self) -> "pd.DataFrame":
        """The times in which a workload ran two or more versions of one image text."""
        return self._table("mixed_intervals", mixed_intervals(self.records))

    def recovery(self) -> "pd.DataFrame":
        """For each disturbance and pod that was failing at its end: how long until Ready, and for which causes."""
        return self._table("recovery", recovery(self.records))

    def unauthorised(self) -> "pd.DataFrame":
        """Which containers ran a private image that nothing of their pod or node could have pulled."""
        return self._table("unauthorised", unauthorised(self.records))

    def node_images(self) -> "pd.DataFrame":
        """Which images were on which node, under which name, from when to when."""
        return self._table("node_images", node_images(self.records))

    def disks(self) -> "pd.DataFrame":
        """How much of each node's disk images took, at the end and at most, and how little was free."""
        return self._table("disks", disks(self.records))

    def costs(self) -> "pd.DataFrame":
        """What each host was asked for and what it sent."""
        return self._table("costs", host_costs(self.records))

    def version_times(self) -> "pd.DataFrame":
        """When each version of a workload served, and for how many pod-minutes."""
        return self._table("version_times", version_times(self.records))

    def mixed_times(self) -> "pd.DataFrame":
        """How long each workload was mixed, in all and in one piece."""
        return self._table("mixed_times", mixed_times(self.records))

    def pushes(self) -> "pd.DataFrame":
        """What each push reached: pods, nodes, when first, by which way."""
        return self._table("pushes", push_reach(self.records))

    def ready_times(self) -> "pd.DataFrame":
        """From creation to Ready: percentiles over the pods of each workload."""
        return self._table("ready_times", ready_times(self.records))

    def availability(self) -> "pd.DataFrame":
        """For how long each workload had fewer available pods than it should."""
        return self._table("availability", availability(self.records))

    def summary(self) -> dict[str, Any]:
        """The run in a few numbers, as plain values."""
        return summary(self.records)

    def scenario_as_run(self) -> Scenario:
        """The scenario with the seed of this run: simulated again, it gives the same result."""
        return replace(self.scenario, seed=self.seed)

    def to_json_dict(self) -> dict[str, Any]:
        """The whole result as plain values, as `imagesim run --json` prints it."""
        return json_document(self.scenario, self.records)

    def _table(self, name: str, rows: Sequence[Any]) -> "pd.DataFrame":
        from imagesim.results.tables import table  # pandas loads only when a table is asked for

        frame = table(name, rows)
        frame.attrs.update(self.known)
        return frame
