"""Names cut short, for the few words that label an event in a picture."""

_SHOWN_HEX_DIGITS = 6


def short_name(image: str) -> str:
    """The end of an image's name, where images differ: `web:v1`, with a digest cut short."""
    name, at, digest = image.rpartition("/")[2].partition("@")
    return f"{name}{at}{digest[: digest.find(':') + 1 + _SHOWN_HEX_DIGITS]}…" if at else name


def tag_of(reference: str) -> str:
    """The tag of an image's full name: `v1`."""
    return reference.rpartition("/")[2].rpartition(":")[2]


def plain_name(full: str) -> str:
    """The last part of an object's full name: `web` of `Deployment/default/web`."""
    return full.rpartition("/")[2]
