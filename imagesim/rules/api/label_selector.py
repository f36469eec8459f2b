"""A label selector as a frozen value (k8s.io/apimachinery pkg/apis/meta/v1 LabelSelector): which objects it chooses."""

from collections.abc import Mapping
from dataclasses import dataclass

from imagesim.rules.api.objects import Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSelectorRequirement:
    """One condition on a label: `operator` is In, NotIn, Exists or DoesNotExist."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def holds(self, labels: Mapping[str, str]) -> bool:
        """Whether *labels* meet it; NotIn holds without the label, too."""
        if self.operator == "In":
            return labels.get(self.key) in self.values
        if self.operator == "NotIn":
            return labels.get(self.key) not in self.values
        return (self.key in labels) == (self.operator == "Exists")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSelector:
    """Conditions that all have to hold; without any it chooses everything."""

    match_labels: Labels = ()
    match_expressions: tuple[LabelSelectorRequirement, ...] = ()

    def matches(self, labels: Labels) -> bool:
        """Whether it chooses an object with these labels."""
        known = dict(labels)
        if not all(known.get(key) == value for key, value in self.match_labels):
            return False
        return all(each.holds(known) for each in self.match_expressions)
