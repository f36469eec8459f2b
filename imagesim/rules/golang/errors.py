"""How Kubernetes prints several errors as one: the text of utilerrors.NewAggregate of k8s.io/apimachinery."""

from collections.abc import Iterable


def aggregate(errors: Iterable[str]) -> str:
    """All of *errors*: each text once, in the order in which they came; a single one bare, several in brackets."""
    distinct = tuple(dict.fromkeys(errors))
    return distinct[0] if len(distinct) == 1 else f"[{', '.join(distinct)}]" if distinct else ""
