"""What a kubelet says of a pull that worked, in the words of each version.

pkg/kubelet/images/image_manager.go: `Successfully pulled image "X" in 5.4s (12.3s including waiting). Image size: 7
bytes.` since 1.30; without the size before; and in old ones without the parenthesis: what they call the time is then
all of it, the wait for other pulls of the node too. An image that was there already is no pull.
"""

import re
from typing import NamedTuple

from imagesim.rules.golang.duration import DurationError, parse_duration
from imagesim.rules.golang.time import NANOSECONDS
from imagesim.rules.units import Bytes, Seconds

_PULLED = re.compile(
    r'Successfully pulled image "(?P<image>[^"]*)"'
    r"(?: in (?P<took>\d[\w.]*?s)(?=[ .]|$)(?: \((?P<total>\S+) including waiting\))?)?"
    r"(?:\. Image size: (?P<size>\d{1,18}) bytes)?\.?"
)
_PRESENT = re.compile(r'Container image "[^"]*" already present on machine')


class Said(NamedTuple):
    """What one message says of *image*: how long the pull took, with the wait for it, and the bytes; None: unsaid.

    `took_s` without `total_s` is an old kubelet's, and has the wait in it.
    """

    image: str
    took_s: Seconds | None
    total_s: Seconds | None
    size: Bytes | None


def said(message: str) -> Said | None:
    """What *message* says of a pull that worked; None for every other message."""
    found = _PULLED.match(message[message.find("Successfully pulled image") :]) if "Successfully" in message else None
    if found is None:
        return None
    size = found["size"]
    return Said(found["image"], _seconds(found["took"]), _seconds(found["total"]), None if size is None else int(size))


def says_present(message: str) -> bool:
    """Whether it says that nothing was pulled, since the image was there."""
    return _PRESENT.match(message) is not None


def _seconds(text: str | None) -> Seconds | None:
    try:
        return None if text is None else parse_duration(text) / NANOSECONDS
    except DurationError:
        return None
