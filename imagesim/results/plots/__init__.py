"""Plots: a table in, Axes out. Each draws on *ax* or on a new figure, returns the Axes and never shows anything.

    plots.version_mix(result.version_mix())      how many pods run which version
    plots.version_map(result.states)             the same, a row per pod
    plots.states(result.states)                  what the API showed of each pod
    plots.pulls_over_time(result.pulls)          every pull: waiting, in the runtime, how it ended
    plots.recovery(result.recovery())            what recovering pods waited for

Tables of a Result know where the run ended and which version has which colour (`frame.attrs`); for other tables
`end_s` and `versions` say so. `png(ax)` gives the picture as bytes, the same bytes for the same picture. In a notebook
an Axes that is the last value of a cell shows as a picture that says in words what it shows.
"""

from imagesim.results.plots.mix_over_time import version_mix
from imagesim.results.plots.pull_bars import pulls_over_time
from imagesim.results.plots.recovery_bars import recovery
from imagesim.results.plots.state_bars import states, version_map
from imagesim.results.plots.style import png

__all__ = ["png", "pulls_over_time", "recovery", "states", "version_map", "version_mix"]
