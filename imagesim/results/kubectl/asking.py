"""A run is asked as a cluster is: what kubectl would print at its end."""

from imagesim.results.api.objects import ApiObjects
from imagesim.results.kubectl.line import printed
from imagesim.results.result import Result
from imagesim.rules.calendar import Calendar
from imagesim.rules.shown import gate
from imagesim.rules.shown.gate import Shown


def ask_kubectl(result: Result, line: str, namespace: str = "default") -> Shown:
    """What kubectl prints of a *line* such as "get events -A -o json", with what it says beside it.

    *namespace* is the one to look in where the line names none.
    """
    scenario = result.scenario
    objects = ApiObjects(result.records, Calendar(scenario.start))
    found = printed(line, objects, result.records.end_s, namespace, scenario.kubernetes_version)
    beside = gate.message(found.beside) if found.beside else gate.NOTHING
    return gate.stacked([found.text, beside])
