"""The progress timeout: containerd's CRI plugin cancels a pull in which nothing moves.

Models pullProgressReporter of internal/cri/server/images/image_pull.go (1.7 to 2.3; 1.6 has none). Every 10 s it looks.
If no request is open, or bytes came since the last look, its clock starts again at this look; a look at which the clock
shows more than the timeout cancels. So a pull that stalls is cancelled between one timeout and one timeout and two
looks later.
"""

from imagesim.rules.units import Bytes, Seconds

LOOK_S: Seconds = 10.0
"""pullProgressReporter's ticker."""
_SAME_INSTANT_S: Seconds = 1e-6
"""Less than this is the rounding of the clock: exactly the timeout is not more than it, whenever the pull began."""


class PullProgress:
    """The clock of one pull that began at *began*."""

    def __init__(self, began: Seconds, timeout_s: Seconds) -> None:
        self._began = began
        self._timeout_s = timeout_s
        self._clock = began
        self._seen: Bytes = 0

    def next_look(self, now: Seconds) -> Seconds:
        """The time of the first look after *now*."""
        looks = int((now - self._began) / LOOK_S + 1e-9) + 1
        return self._began + looks * LOOK_S

    def caught_up(self, now: Seconds, received: Bytes, last_byte_s: Seconds) -> None:
        """All went well until *now*: *received* bytes in all, the last of them at *last_byte_s*.

        So the last look before now set the clock, and the next one sees something new if a byte came after that look.
        """
        self._clock = max(self._clock, self.next_look(now) - LOOK_S)
        self._seen = -1 if received and last_byte_s > self._clock else received

    def look(self, now: Seconds, received: Bytes, open_requests: int) -> bool:
        """One look: True if the pull is to be cancelled."""
        if not open_requests or received > self._seen:
            self._seen = received
            self._clock = now
            return False
        return now - self._clock > self._timeout_s + _SAME_INSTANT_S
