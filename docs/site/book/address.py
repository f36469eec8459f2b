"""Where the site will lie, if whoever publishes it says so: SITE_URL, such as https://example.org/imagesim/."""

import os

SITE_URL = "SITE_URL"


def address() -> str:
    """Its address with a slash at the end; "" if nobody said."""
    said = os.environ.get(SITE_URL, "")
    return said if not said or said.endswith("/") else f"{said}/"
