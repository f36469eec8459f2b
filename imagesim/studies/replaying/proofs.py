"""What the counts and ages of a container's events prove, as sentences. Nothing is said that another history allows."""

from collections.abc import Iterator

from imagesim.engine.api.stored_events import EVENT_TTL_S
from imagesim.rules.pods.kubelet_texts import ERR_IMAGE_PULL
from imagesim.rules.pods.sync_timing import LONGEST_AFTER_FAILURE_S
from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.replaying.foretelling import end_would_be_told, is_pulling
from imagesim.studies.replaying.inference.windows import steady_from, window_s
from imagesim.studies.replaying.joining import ListedStory
from imagesim.studies.replaying.listed import Span
from imagesim.studies.replaying.series import ContainerSeries, kubelets_events
from imagesim.studies.replaying.words import ago, between


def proofs(story: ListedStory, series: ContainerSeries) -> Iterator[str]:
    """The sentences, in the order of what people ask first."""
    yield from _attempts(story, series)
    yield from _back_offs(series)
    yield from _gone(series)
    yield from _combined(series)
    yield from _budgets(story)
    if story.pod.described and series.container.reason == ERR_IMAGE_PULL:
        yield "The API shows ErrImagePull: the last attempt was one sync before the last, so no more than 32 s ago."


def _attempts(story: ListedStory, series: ContainerSeries) -> Iterator[str]:
    begun, failed = series.pulling, series.failed or series.error_pull
    if not begun and not failed:
        return
    counts_known = all(event.count for event in (*begun.events, *failed.events))
    if not counts_known:
        yield "The list has no counts: how many attempts there were, it does not tell."
        return
    least = max(begun.count, series.failures)
    said = f"At least {counted(least, 'attempt')}"
    if series.failures:
        said += f", of which {series.failures} failed"
    if series.pulled.count and begun.count > series.failures:
        said += "; others of the same image worked"
    yield said + _when(begun.first or failed.first, begun.last if begun.count == least else failed.last)
    if is_pulling(series) and begun.last is not None and end_would_be_told(story):
        yield f"The attempt that began {ago(begun.last)} is not over, as far as the list tells: no end of it is there."
    if failed and series.failures:
        number = min(series.failures, steady_from())
        lasts = f"{window_s(number):.0f} s"
        yield f"After failure {series.failures} the back-off is {lasts}" + (
            ", the longest there is." if number == steady_from() else "."
        )
        if failed.last is not None and failed.last.below + window_s(number) + LONGEST_AFTER_FAILURE_S < 0:
            yield "That is over since, so attempts have followed that left no trace, unless the kubelet stands still."


def _when(first: Span | None, last: Span | None) -> str:
    if first is None or last is None:
        return "."
    if first == last:
        return f", {ago(first)}."
    return f": the first {ago(first)}, the last that left a trace {ago(last)}."


def _back_offs(series: ContainerSeries) -> Iterator[str]:
    said = series.back_off if series.back_off.last else series.error_back_off
    if not said or said.last is None or not series.back_offs:
        return
    syncs = series.back_offs
    yield f"At least {counted(syncs, 'sync')} found the back-off not over, the last that left a trace {ago(said.last)}."
    begin = series.pulling.first or series.failed.first or said.first
    if begin is None or syncs < 2 or not said.last.exact:
        return
    over = said.last.least - begin.middle
    expected = (syncs + series.failures) * 13.0
    if over > 1.5 * expected and over > 300:
        yield (
            f"That is too few for {between(begin, said.last)}: a kubelet syncs such a pod every 11 to 15 s. It stood "
            "still meanwhile, or attempts took long, or it was started again."
        )


def _gone(series: ContainerSeries) -> Iterator[str]:
    """Of what must have happened and is not in the list."""
    if series.back_offs and not series.failed and not series.error_pull:
        yield (
            "The list has no failed attempt, and there is no back-off without one: its events were "
            f"forgotten {EVENT_TTL_S / 3600:.0f} h after their last update, or are missing."
        )
    elif series.failures > 0 and not series.pulling:
        yield "The list has failures and no begin of an attempt: that event was forgotten, or is missing."
    begun, failed = series.pulling, series.failed
    if begun and failed and begun.count and failed.count > begun.count:
        yield "More attempts failed than the list has begun: the later `Pulling` were not sent, or are missing."


def _combined(series: ContainerSeries) -> Iterator[str]:
    if any(event.combined for event in series.failed.events):
        different = sum(not event.combined for event in series.failed.events)
        yield (
            "Failures in ten or more different words were combined into one event, which has the words of the last: "
            f"{counted(different, 'error')} stand there in full."
        )


def _budgets(story: ListedStory) -> Iterator[str]:
    events = [event for event in kubelets_events(story) if event.count]
    if sum(event.count for event in events) > 25:
        yield (
            "The kubelet's client sends 25 events of a pod (of each type from 1.32 on, of both together before), and "
            "then one in 300 s; the counts go on. So the last times may be older than what happened last."
        )
