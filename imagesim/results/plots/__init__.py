"""Plots: a table in, Axes out. Each draws on *ax* or on a new figure, returns the Axes and never shows anything.

    plots.version_mix(result.version_mix())      how many pods run which version
    plots.version_map(result.states, ran=result.running)     the same, a row per pod
    plots.states(result.states)                  what the API showed of each pod
    plots.pulls_over_time(result.pulls, pods=result.pods)    every pull: waiting, in the runtime, how it ended
    plots.recovery(result.recovery())            what recovering pods waited for
    plots.registry_load(result.requests)         requests a second, by how they were answered
    plots.egress(result.requests)                bytes a second, by registry
    plots.budget(result.budgets)                 what is used of registries' limits
    plots.image_cache(result.node_images())      which versions are on which node
    plots.disk_use(result.disk_usage)            how full the nodes' disks are

Tables of a Result know where the run ended, which version has which colour and name, and what was done in the run
(`frame.attrs`); for other tables `end_s`, `versions` and `causes` say so. What was done is drawn in every picture over
time: a band for what lasts, a line for what is over at once, a label above. `png(ax)` gives the picture as bytes, the
same bytes for the same picture. In a notebook an Axes that is the last value of a cell shows as a picture that says in
words what it shows. MissingExtraError where pandas or matplotlib is not installed.
"""

from imagesim.extras import LAB, needing

with needing(LAB, "pictures", "matplotlib"):
    from imagesim.results.plots.budget import budget
    from imagesim.results.plots.disk_use import disk_use
    from imagesim.results.plots.image_cache import image_cache
    from imagesim.results.plots.mix_over_time import version_mix
    from imagesim.results.plots.pull_bars import pulls_over_time
    from imagesim.results.plots.recovery_bars import recovery
    from imagesim.results.plots.request_rates import egress, registry_load
    from imagesim.results.plots.state_bars import states, version_map
    from imagesim.results.plots.style import png, words_of

__all__ = [
    "budget",
    "disk_use",
    "egress",
    "image_cache",
    "png",
    "pulls_over_time",
    "recovery",
    "registry_load",
    "states",
    "version_map",
    "version_mix",
    "words_of",
]
