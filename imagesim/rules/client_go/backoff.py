"""The kubelet's back-off: a delay per key that doubles with each failure, without jitter, up to a maximum.

Models `Backoff` in k8s.io/client-go util/flowcontrol/backoff.go, 1.32 to 1.36 (recorded). The kubelet has two, both
of 10 s to 300 s: one for images (key: pod UID and image text as typed) and one for crashed containers. The rules:

- A key is in back-off while less than its delay has passed; at exactly the delay it may go on.
- An entry counts as absent when strictly more than twice the maximum has passed since its last update, so at exactly
  600 s a failure still doubles.
- The first delay is the initial one, even where that is above the maximum.
- A success changes nothing here. The image manager answers it with `gc`, which sweeps out old entries of all pods.

All times are seconds and are told by the caller; inside they are whole nanoseconds, as in Go.
"""

from collections.abc import Callable
from dataclasses import dataclass

from imagesim.rules.golang.time import nanoseconds, seconds
from imagesim.rules.units import Seconds

_ENOUGH = 64
"""So many doublings reach any maximum."""


@dataclass(slots=True)
class _Entry:
    delay: int
    last_update: int


def no_jitter() -> float:
    """The kubelet's back-offs have none."""
    return 0.0


class Backoff:
    """Delays per key, from *initial* seconds, doubling, up to *maximum* seconds.

    *jitter* is asked at each step for the share of the delay so far that is added, as other clients of the library
    have it; the first delay with its share may exceed the maximum.
    """

    def __init__(self, initial: Seconds, maximum: Seconds, jitter: Callable[[], float] = no_jitter) -> None:
        self._initial = nanoseconds(initial)
        self._maximum = nanoseconds(maximum)
        self._jitter = jitter
        self._entries: dict[str, _Entry] = {}
        self._oldest = 0

    def next(self, key: str, now: Seconds, event_time: Seconds | None = None) -> None:
        """Something failed at *event_time* (*now* unless given): start the key's delay, or double it.

        The window is counted from *now*; *event_time* only decides whether the entry had expired.
        """
        event = nanoseconds(now if event_time is None else event_time)
        entry = self._live(key, event)
        if entry is None:
            self._entries[key] = _Entry(self._initial + round(self._initial * self._jitter()), nanoseconds(now))
            return
        entry.delay = min(2 * entry.delay + round(entry.delay * self._jitter()), self._maximum)
        entry.last_update = nanoseconds(now)

    def stands(self, key: str, failures: int, now: Seconds) -> None:
        """Have the key's delay stand as after so many failures in a row, of which the last was *now*."""
        self.reset(key)
        for _ in range(min(failures, _ENOUGH)):
            self.next(key, now)

    def is_in_backoff_since_update(self, key: str, event_time: Seconds, now: Seconds) -> bool:
        """Is *event_time* inside the window that began at the last failure? This is the image manager's question.

        *now* is not looked at; it is here because upstream's clock is, in the sibling question.
        """
        if key not in self._entries:  # most keys never fail
            return False
        event = nanoseconds(event_time)
        entry = self._live(key, event)
        return entry is not None and event - entry.last_update < entry.delay

    def is_in_backoff_since(self, key: str, event_time: Seconds, now: Seconds) -> bool:
        """Has less than the delay passed from *event_time* to *now*? Asked of a crashed container and its end."""
        event = nanoseconds(event_time)
        entry = self._live(key, event)
        return entry is not None and nanoseconds(now) - event < entry.delay

    def until(self, key: str, now: Seconds) -> Seconds | None:
        """When the window of the last failure ends; None if there is none, or it is over at *now*."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        end, moment = entry.last_update + entry.delay, nanoseconds(now)
        return seconds(end) if moment < end and not self._expired(entry, moment) else None

    def since_until(self, key: str, event_time: Seconds, now: Seconds) -> Seconds | None:
        """Until when `is_in_backoff_since` holds if `gc` is called first each time; None if it does not at *now*."""
        entry, event = self._entries.get(key), nanoseconds(event_time)
        if entry is None or self._expired(entry, event):
            return None
        end = min(event + entry.delay, entry.last_update + 2 * self._maximum)
        return seconds(end) if nanoseconds(now) < end else None

    def get(self, key: str) -> Seconds:
        """The key's delay as stored, also when it has expired; 0 if there is none."""
        entry = self._entries.get(key)
        return 0.0 if entry is None else seconds(entry.delay)

    def gc(self, now: Seconds) -> None:
        """Drop the entries of every key whose last update is more than twice the maximum ago."""
        moment = nanoseconds(now)
        # Asked after every pull: nothing can have expired while no update is old enough.
        if moment - self._oldest > 2 * self._maximum:
            self._entries = {key: entry for key, entry in self._entries.items() if not self._expired(entry, moment)}
            self._oldest = min((entry.last_update for entry in self._entries.values()), default=moment)

    def reset(self, key: str) -> None:
        """Forget the key, as upstream's Reset."""
        self._entries.pop(key, None)

    def delete_entry(self, key: str) -> None:
        """Forget the key, as upstream's DeleteEntry."""
        self._entries.pop(key, None)

    def _live(self, key: str, event: int) -> _Entry | None:
        entry = self._entries.get(key)
        return None if entry is None or self._expired(entry, event) else entry

    def _expired(self, entry: _Entry, event: int) -> bool:
        return event - entry.last_update > 2 * self._maximum
