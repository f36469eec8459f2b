"""if_gone(): which workloads survive what, once something is not there any more.

Every answer is a comparison of two runs with the same seed: one in which the thing goes and one in which it stays. What
a workload is put to is the same in both, and so is when. It survives if it has as many Ready pods in the end; after a
roll-out the new ones count.
"""

from collections.abc import Callable, Sequence

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.measures.pod_status import pod_statuses
from imagesim.rules.api.objects import CronJob, Job
from imagesim.rules.units import Seconds
from imagesim.scenarios.loading import Source
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.studies.advising.bundle import Bundle, read_bundle
from imagesim.studies.advising.gone.answers import Cell, Survival, Survives
from imagesim.studies.advising.gone.losses import assumptions, concerned, loss
from imagesim.studies.advising.gone.things import Thing, all_registries, parse_thing
from imagesim.studies.advising.gone.trials import TRIALS, Trial, kept_running, label, owner, trials
from imagesim.studies.advising.gone.worlds import AFTER_S, BEFORE_S, GivenWorld, at_rest, with_events, world_of


def if_gone(
    *sources: Source,
    things: Sequence[str] = (),
    recursive: bool = False,
    namespace: str = "",
    runs: int = 5,
    progress: Callable[[float], None] | None = None,
) -> Survival:
    """Ask of *things* ("registry=docker.io", ...; all registries if none), one after another.

    Where a pod goes is partly chance, so each question is put to *runs* pairs of runs with seeds of their own.
    *progress* is called with the part of the runs that is done. ScenarioError for a mistake in the sources, for a thing
    that nothing here uses, and where there is nothing that is meant to keep running.
    """
    bundle = read_bundle(sources, recursive=recursive, namespace=namespace)
    asked = [parse_thing(text, bundle) for text in things] or all_registries(bundle)
    if not kept_running(bundle.scenario):
        rule = "nothing here is meant to keep running: there are only Jobs, CronJobs and pods that end"
        raise ScenarioError(rule, suggestion="name Deployments, StatefulSets, DaemonSets or pods")
    first = 1 if bundle.scenario.seed is None else bundle.scenario.seed
    parts = [_Trying(bundle, first + number, _part(progress, number, runs)) for number in range(runs)]
    return _joined(bundle, asked, [part.of(asked) for part in parts], parts[0].assumptions(asked))


def _part(progress: Callable[[float], None] | None, number: int, runs: int) -> Callable[[float], None]:
    """The progress of one run of several."""
    return lambda done: None if progress is None else progress((number + done) / runs)


def _joined(bundle: Bundle, things: list[Thing], runs: list[list[Survives]], assumptions: tuple[str, ...]) -> Survival:
    """Cells of what each run says. A workload that some run has nothing to say of has fewer."""
    found: dict[tuple[str, str, str], list[Survives]] = {}
    for rows in runs:
        for row in rows:
            found.setdefault((row.thing, row.object, row.trial), []).append(row)
    order = {str(thing): place for place, thing in enumerate(things)}
    objects = [label(each) for each in kept_running(bundle.scenario)]
    rows_of = {name: place for place, name in enumerate(objects)}
    cells = [Cell(*key, tuple(rows)) for key, rows in found.items()]
    cells.sort(key=lambda cell: (order[cell.thing], rows_of[cell.object], TRIALS.index(cell.trial)))
    return Survival(
        things=tuple(order),
        cells=tuple(cell for cell in cells if bundle.namespace in ("", cell.object.split("/")[1])),
        left_out=tuple(dict.fromkeys(use.object for use in bundle.uses if use.object not in rows_of)),
        assumptions=assumptions,
    )


class _Trying:
    """One bundle, its run at rest, and the runs without a loss, which all things are held against."""

    def __init__(self, bundle: Bundle, seed: int, progress: Callable[[float], None]) -> None:
        self._bundle = bundle
        self._seed = seed
        self._progress = progress
        self._world: GivenWorld = world_of(bundle.scenario)
        self._scenario = at_rest(self._world)
        self._rest = run(self._scenario, seed=seed)
        ready = [pod.ready_s for pod in self._rest.pods if pod.ready_s is not None]
        self._lost_s: Seconds = round(max(ready, default=0.0)) + BEFORE_S
        self._tried_s: Seconds = self._lost_s + BEFORE_S
        self._otherwise: dict[str, Records] = {}
        self._done = 0

    def of(self, things: list[Thing]) -> list[Survives]:
        """What came of all trials of all things."""
        asked = [(thing, self._trials(thing)) for thing in things]
        total = sum(2 * len(each) for _, each in asked)
        return [row for thing, each in asked for trial in each for row in self._rows(thing, trial, total)]

    def _trials(self, thing: Thing) -> list[Trial]:
        gone = thing.name if thing.kind == "node" else ""
        found = trials(self._scenario, self._rest, self._tried_s, gone)
        return [trial for trial in found if trial.objects]

    def _rows(self, thing: Thing, trial: Trial, total: int) -> list[Survives]:
        key = repr(trial.events)
        if key not in self._otherwise:
            self._otherwise[key] = self._run(list(trial.events), total)
        else:
            self._step(total)
        touched = concerned(thing, self._bundle)
        lost = self._run([*loss(thing, self._bundle, self._lost_s), *trial.events], total)
        without, with_ = self._counts(lost, trial), self._counts(self._otherwise[key], trial)
        found = []
        for name in sorted(trial.objects):
            (ready, old), (otherwise, _) = without.get(name, (0, 0)), with_.get(name, (0, 0))
            untouched = touched is not None and name not in touched
            found.append(Survives(str(thing), name, trial.name, otherwise if untouched else ready, otherwise, old))
        return found

    def _run(self, events: list[dict[str, object]], total: int) -> Records:
        records = run(with_events(self._world, events, self._tried_s + AFTER_S), seed=self._seed)
        self._step(total)
        return records

    def _step(self, total: int) -> None:
        self._done += 1
        self._progress(self._done / total)

    def _counts(self, records: Records, trial: Trial) -> dict[str, tuple[int, int]]:
        """By workload its Ready pods in the end; of a roll-out the new ones, and beside them the old ones."""
        created = {(pod.namespace, pod.pod): pod for pod in records.pods if pod.deleted_s is None}
        counts: dict[str, tuple[int, int]] = {}
        for row in pod_statuses(records):
            pod = created[row.namespace, row.pod]
            if not 0 < row.containers == row.ready or pod.deletion_s is not None:
                continue
            new, old = counts.get(owner(pod), (0, 0))
            is_old = trial.name == "roll-out" and pod.created_s < self._tried_s
            counts[owner(pod)] = (new, old + 1) if is_old else (new + 1, old)
        return counts

    def assumptions(self, things: list[Thing]) -> tuple[str, ...]:
        """What is taken for granted, in sentences."""
        timelines = self._world.left_out
        said = [
            f"Each answer is two runs of what was given, with the loss and without: at first all pods come up, at "
            f"{format_duration(self._lost_s)} the thing goes for good, a minute later each workload is put to the "
            "test, "
            f"and {format_duration(AFTER_S)} after that is the end.",
            "A restart: all containers exit. A scale-up: twice as many replicas, and one more node in each pool. A "
            "lost "
            "node: it crashes, ten minutes later a new one joins and its Node is deleted. A roll-out: kubectl rollout "
            "restart, so the same images; one to a new image needs its registry always.",
        ]
        if timelines:
            said.append(f"What the Timeline {', '.join(timelines)} says does not happen in these runs.")
        if any(isinstance(each, Job | CronJob) for each in self._scenario.all_workloads):
            said.append("Jobs and CronJobs are not asked about: each of their pods is a first start.")
        said += [text for thing in things for text in assumptions(thing, self._bundle)]
        return (*said, *self._scenario.assumptions)
