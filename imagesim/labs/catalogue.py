"""The labs that there are, by the names of their modules, in the order of the lessons."""

from importlib import import_module

from imagesim.labs.lab import Lab
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean

LABS = ("moved_tag", "names", "pull_policy", "back_off", "who_may_pull", "architectures", "pull_costs", "sharing")


def lab_of(module: str) -> Lab:
    """The lab of that module, which is imported now. ScenarioError if there is none."""
    if module not in LABS:
        raise ScenarioError("is no lab", field="lab", value=module, suggestion=did_you_mean(module, LABS))
    lab: Lab = import_module(f"imagesim.labs.{module}").LAB
    return lab
