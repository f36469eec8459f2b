"""Containers whose image is for another kind of machine than the one they are on, in a sentence each.

kubectl does not say it: one sees a crash loop, or a pull that finds nothing.
"""

from imagesim.engine.records import PullRecord, Records
from imagesim.results.history import History
from imagesim.rules import platforms
from imagesim.rules.api.kinds import NODE
from imagesim.rules.api.names import ObjectName

_NO_MATCH = "no match for platform in manifest"
_FAILED = "Failed"


def misfits(records: Records, history: History, namespace: str, pod: str, uid: str) -> list[str]:
    """What is to be said of the pod, container by container; nothing of one that fits."""
    row = next((each for each in records.pods if each.uid == uid), None)
    if row is None or not row.node:
        return []
    node = history.last(ObjectName(NODE.name, "", row.node), row.deleted_s)
    last: dict[str, PullRecord] = {}
    for pull in records.pulls:
        if (pull.namespace, pull.pod) == (namespace, pod) and row.there_at(pull.queued_s):
            last[pull.container] = pull
    if node is None:
        return []
    sentences = (_sentence(pull, node.status.platform) for pull in last.values())
    return [sentence for sentence in sentences if sentence]


def _sentence(pull: PullRecord, platform: str) -> str:
    where = f"node {pull.node} is {platform}"
    if pull.outcome == _FAILED:
        if _NO_MATCH not in pull.error:
            return ""
        return f"Container {pull.container}: {where}, and there is no image for it under the name {pull.image}."
    if platforms.runs(pull.platform, platform):
        return ""
    return (
        f"Container {pull.container}: the image {pull.image} is for {pull.platform} and {where}, so its program "
        "does not start (exec format error)."
    )
