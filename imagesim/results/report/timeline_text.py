"""What people and fate did during a run, and when: a line for each, also for what came to nothing."""

from imagesim.engine.records import Records
from imagesim.results.time_axis import in_words
from imagesim.rules.shown import gate


def timeline(records: Records) -> gate.Shown:
    """The events of the timeline and of its random processes, as they happened."""
    happened = [(cause.time_s, cause.text) for cause in records.causes]
    happened += [(vain.time_s, f"{vain.text} (in vain: {vain.why})") for vain in records.vain_events]
    happened.sort(key=lambda row: row[0])
    times = [in_words(time_s) for time_s, _ in happened]
    width = max(map(len, times), default=0)
    lines = [f"  {time:>{width}}  {text}" for time, (_, text) in zip(times, happened, strict=True)]
    return gate.lines(["Timeline:", *(lines or ["  nothing happened"])])
