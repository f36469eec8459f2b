"""How Kubernetes prints several errors as one: of a pull tried with several credentials, or of a GC that failed.

Models NewAggregate of k8s.io/apimachinery pkg/util/errors, 1.32 to 1.36 (recorded).
"""

from collections.abc import Iterable


def aggregate(messages: Iterable[str]) -> str:
    """Each distinct message once, in order: one alone stands bare, several as `[a, b]`; "" if there is none."""
    distinct = list(dict.fromkeys(messages))
    return distinct[0] if len(distinct) == 1 else f"[{', '.join(distinct)}]" if distinct else ""
