"""imagesim simulates container images exactly as a Kubernetes cluster treats them.

    import imagesim
    scenario = imagesim.load("moved-tag")
    result = imagesim.simulate(scenario, seed=7)
    result.version_mix()

Everything is loaded when it is first asked for, so that `import imagesim` costs next to nothing.
"""

from importlib import import_module

from imagesim.version import __version__

# Not typing's, which takes as long to load as all else here: until it is loaded nobody answers a Ctrl-C.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from imagesim.results import plots
    from imagesim.results.live import LiveRun, live
    from imagesim.results.result import Result, simulate
    from imagesim.rules.reference import ImageReference
    from imagesim.scenarios.loading import load
    from imagesim.scenarios.reading.errors import ScenarioError
    from imagesim.scenarios.values.scenario import Scenario
    from imagesim.studies.advising.advice import advise
    from imagesim.studies.advising.gone.survival import if_gone
    from imagesim.studies.calibrating.calibration import calibrate
    from imagesim.studies.comparing.compare import compare
    from imagesim.studies.first_world.first_world import first_world
    from imagesim.studies.inventory.inventory import inventory
    from imagesim.studies.outcome.study import Study
    from imagesim.studies.replaying.replay import Replay, replay
    from imagesim.studies.sweeping.sweep import sweep

__all__ = [
    "ImageReference",
    "LiveRun",
    "Replay",
    "Result",
    "Scenario",
    "ScenarioError",
    "Study",
    "__version__",
    "advise",
    "calibrate",
    "compare",
    "first_world",
    "if_gone",
    "inventory",
    "live",
    "load",
    "plots",
    "replay",
    "simulate",
    "sweep",
]

_HOME = {
    "ImageReference": "imagesim.rules.reference",
    "LiveRun": "imagesim.results.live",
    "Replay": "imagesim.studies.replaying.replay",
    "Result": "imagesim.results.result",
    "Scenario": "imagesim.scenarios.values.scenario",
    "ScenarioError": "imagesim.scenarios.reading.errors",
    "calibrate": "imagesim.studies.calibrating.calibration",
    "Study": "imagesim.studies.outcome.study",
    "compare": "imagesim.studies.comparing.compare",
    "advise": "imagesim.studies.advising.advice",
    "if_gone": "imagesim.studies.advising.gone.survival",
    "first_world": "imagesim.studies.first_world.first_world",
    "inventory": "imagesim.studies.inventory.inventory",
    "live": "imagesim.results.live",
    "load": "imagesim.scenarios.loading",
    "plots": "imagesim.results.plots",
    "replay": "imagesim.studies.replaying.replay",
    "simulate": "imagesim.results.result",
    "sweep": "imagesim.studies.sweeping.sweep",
}


def __getattr__(name: str) -> "Any":
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'imagesim' has no attribute {name!r}")
    module = import_module(home)
    value = getattr(module, name, module)  # plots is itself a module
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
