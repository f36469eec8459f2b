"""Label selectors of workloads (k8s.io/apimachinery pkg/apis/meta/v1, LabelSelector): read and written.

A workload's selector has to match the labels of its own template, or the API server refuses it.
"""

from typing import Any

from imagesim.rules.api.objects import Labels
from imagesim.scenarios.reading.fields import Field

_OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")


def read_selector(selector: Field, template_labels: Labels) -> Labels:
    """Return matchLabels, after checking that the whole selector matches the template.

    ScenarioError if there is none, or it does not match.
    """
    match_labels = selector["matchLabels"].labels()
    expressions = selector["matchExpressions"].items()
    if not match_labels and not expressions:
        hint = "write matchLabels with labels of the template"
        rule = f"Required value: a {selector.document.kind} needs a selector"
        raise selector.error(rule, suggestion=hint, show=False)
    labels = dict(template_labels)
    matches = all(labels.get(key) == value for key, value in match_labels)
    if not matches or not all(_matches(expression, labels) for expression in expressions):
        hint = "give the template these labels too"
        raise selector.error("`selector` does not match template `labels`", suggestion=hint, show=False)
    # Labels alone hold no expression; of what the expressions chose, the template's own labels are what is kept.
    return match_labels or template_labels


def write_selector(labels: Labels) -> dict[str, Any]:
    """A selector that chooses what *labels* say, or what has none."""
    if labels:
        return {"matchLabels": dict(labels)}
    # A template without labels can only have been chosen for what it lacks.
    return {"matchExpressions": [{"key": "none", "operator": "DoesNotExist"}]}


def _matches(expression: Field, labels: dict[str, str]) -> bool:
    key = expression["key"].text()
    operator = expression["operator"].choice(_OPERATORS, "")
    values = [value.text() for value in expression["values"].items()]
    if operator == "In":
        return labels.get(key) in values
    if operator == "NotIn":
        return labels.get(key) not in values
    return (key in labels) == (operator == "Exists")
