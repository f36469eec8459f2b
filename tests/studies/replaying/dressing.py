"""The rows that people pasted (tests/field) as the texts that they pasted: in the dress of several kubectls."""

from collections.abc import Sequence

from tests.field.row import Pasted, Row

IMAGE = "docker.io/library/nginx:nope"
MESSAGES = {
    "Scheduled": ("Normal", "Scheduled", "Successfully assigned default/p to node-1"),
    "Pulling": ("Normal", "Pulling", f'Pulling image "{IMAGE}"'),
    "Failed to pull": ("Warning", "Failed", f'Failed to pull image "{IMAGE}": rpc error: code = NotFound desc = '
                       f'failed to resolve reference "{IMAGE}": {IMAGE}: not found'),
    "Error: ErrImagePull": ("Warning", "Failed", "Error: ErrImagePull"),
    "Back-off pulling": ("Normal", "BackOff", f'Back-off pulling image "{IMAGE}"'),
    "BackOff": ("Normal", "BackOff", f'Back-off pulling image "{IMAGE}"'),
    "Error: ImagePullBackOff": ("Warning", "Failed", "Error: ImagePullBackOff"),
}  # fmt: skip
"""What an event of a kind says in full: type, reason, message. Other kinds are reasons, and say something."""

_HEAD = """\
Name:             p
Namespace:        default
Priority:         0
Service Account:  default
Node:             node-1/10.0.0.7
Start Time:       Fri, 01 May 2026 08:22:31 +0000
Labels:           app=web
Annotations:      <none>
Status:           Pending
IP:               10.244.0.16
IPs:
  IP:           10.244.0.16
Containers:
  web:
    Container ID:
    Image:          docker.io/library/nginx:nope
    Image ID:
    Port:           <none>
    Host Port:      <none>
    State:          Waiting
      Reason:       ImagePullBackOff
    Ready:          False
    Restart Count:  0
    Environment:    <none>
    Mounts:
      /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-xxxxx (ro)
Conditions:
  Type              Status
  Initialized       True
  Ready             False
QoS Class:                   BestEffort
Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
"""


def said(pasted: Pasted) -> tuple[str, str, str]:
    """Type, reason and message of an event."""
    return MESSAGES.get(pasted.kind, ("Warning", pasted.kind, f"{pasted.kind}: something"))


def newest(row: Row) -> str:
    """kubectl from 1.35 on: with the part of the pod."""
    return _HEAD + _events(row.events, source="kubelet", part="spec.containers{web}: ")


def usual(row: Row) -> str:
    """kubectl 1.20 to 1.34."""
    return _HEAD + _events(row.events, source="kubelet", part="")


def with_host(row: Row) -> str:
    """kubectl 1.11 to 1.19: the node behind the component."""
    return _HEAD + _events(row.events, source="kubelet, node-1", part="")


def events_alone(row: Row) -> str:
    """Only the end of a description, as most people paste it."""
    return _events(row.events, source="kubelet", part="")


def quoted(row: Row) -> str:
    """Indented and quoted, as in a mail."""
    return "Hello,\n\n" + "\n".join(f">     {line}" for line in usual(row).splitlines()) + "\n\nThanks!\n"


def with_tabs(row: Row) -> str:
    """kubectl up to 1.7: tabs, and both ages in columns of their own, cut off to one unit."""
    lines = ["Events:", "  FirstSeen\tLastSeen\tCount\tFrom\t\tSubObjectPath\tType\tReason\tMessage"]
    for pasted in row.events:
        type_, reason, message = said(pasted)
        scheduled = reason == "Scheduled"
        source, path = ("default-scheduler", "") if scheduled else ("kubelet, node-1", "spec.containers{web}\t")
        first, last = _short(pasted.first.least), _short(pasted.last.least)
        lines.append(f"  {first}\t\t{last}\t\t{pasted.count}\t{source}\t{path}{type_}\t\t{reason}\t{message}")
    return _HEAD.replace(":  ", ":\t") + "\n".join(lines) + "\n"


def table(row: Row) -> str:
    """`kubectl events`."""
    lines = ["LAST SEEN             TYPE      REASON      OBJECT   MESSAGE"]
    for pasted in row.events:
        type_, reason, message = said(pasted)
        lines.append(f"{pasted.text:<22}  {type_:<10}{reason:<12}  Pod/p    {message}")
    return "\n".join(lines) + "\n"


def wide_table(row: Row) -> str:
    """`kubectl get events -A -o wide`."""
    lines = [
        "NAMESPACE   LAST SEEN   TYPE      REASON      OBJECT   SUBOBJECT   SOURCE   "
        "MESSAGE   FIRST SEEN   COUNT   NAME"
    ]
    for number, pasted in enumerate(row.events):
        type_, reason, message = said(pasted)
        last, first = _printed(pasted)
        source = "default-scheduler" if reason == "Scheduled" else "spec.containers{web}   kubelet, node-1"
        begin = f"default     {last:<12}{type_:<10}{reason:<12}  pod/p    {source}   {message}   "
        lines.append(f"{begin}{first}   {pasted.count}   p.{number}")
    return "\n".join(lines) + "\n"


DRESSES = (newest, usual, with_host, events_alone, quoted, with_tabs, table, wide_table)


def _events(events: Sequence[Pasted], source: str, part: str) -> str:
    lines = [
        "Events:",
        "  Type     Reason     Age                   From               Message",
        "  ----     ------     ----                  ----               -------",
    ]
    for pasted in events:
        type_, reason, message = said(pasted)
        told, where = ("default-scheduler", "") if reason == "Scheduled" else (source, part)
        lines.append(f"  {type_:<9}{reason:<11}  {pasted.text:<22}  {told:<19}{where}{message}")
    return "\n".join(lines) + "\n"


def _printed(pasted: Pasted) -> tuple[str, str]:
    last, _, over = pasted.text.partition(" (")
    return last, over.rpartition("over ")[2].rstrip(")") or last


def _short(seconds: float) -> str:
    """ShortHumanDuration."""
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds >= size:
            return f"{int(seconds // size)}{name}"
    return f"{int(seconds)}s"
