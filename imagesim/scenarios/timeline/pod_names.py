"""The names that workloads give to their pods: generateName, and each controller's own.

A Deployment's pod has the hash of its template and five letters, a CronJob's the minute of its Job and five letters, a
StatefulSet's a number; all others have five letters. Names so long that Kubernetes shortens
them are left out.
"""

import re

from imagesim.rules.api.kinds import CRON_JOB, DEPLOYMENT, STATEFUL_SET
from imagesim.rules.api.template_hash import SAFE_ALPHABET

_FIVE = f"[{SAFE_ALPHABET}]{{5}}"
_ENDS = {
    DEPLOYMENT.name: f"-[{SAFE_ALPHABET}]{{1,10}}-{_FIVE}",
    CRON_JOB.name: f"-[0-9]+-{_FIVE}",
    STATEFUL_SET.name: "-(?:0|[1-9][0-9]*)",
}


def may_be_pod_of(kind: str, owner: str, pod: str) -> bool:
    """Whether a workload of this kind, *owner*, may make a pod of that name."""
    return re.fullmatch(re.escape(owner) + _ENDS.get(kind, f"-{_FIVE}"), pod) is not None
