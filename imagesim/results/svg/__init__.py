"""Drawings made by hand, for labs that redraw on every move of a slider: a few milliseconds, no other library.

Each takes rows of records or measures and returns one `<svg>` element as text, with role "img" and an accessible name
that says in words what it shows. Colours, hatches and words are those of the plots.
"""

from imagesim.results.svg.login_ways import login_ways
from imagesim.results.svg.name_parts import name_parts
from imagesim.results.svg.platform_choice import platform_choice
from imagesim.results.svg.pull_rows import pulls
from imagesim.results.svg.recovery_split import recovery_split
from imagesim.results.svg.stacked_mix import version_mix
from imagesim.results.svg.state_rows import states

__all__ = ["login_ways", "name_parts", "platform_choice", "pulls", "recovery_split", "states", "version_mix"]
