"""The one table of timeline events. Whatever has to do with all of them is made from it.

The model and the schema of the Timeline document, its reader, writer and redaction, and the line that people read. Its
order is the order in which messages and the reference name the events.
"""

from typing import Any

from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.events.cluster.set_admission import SET_ADMISSION
from imagesim.scenarios.timeline.events.cluster.webhook_outage import WEBHOOK_OUTAGE
from imagesim.scenarios.timeline.events.nodes.add_node import ADD_NODE
from imagesim.scenarios.timeline.events.nodes.cordon import CORDON
from imagesim.scenarios.timeline.events.nodes.crash_node import CRASH_NODE
from imagesim.scenarios.timeline.events.nodes.drain import DRAIN
from imagesim.scenarios.timeline.events.nodes.fill_disk import FILL_DISK
from imagesim.scenarios.timeline.events.nodes.load_image import LOAD_IMAGE
from imagesim.scenarios.timeline.events.nodes.reboot_node import REBOOT_NODE
from imagesim.scenarios.timeline.events.nodes.remove_image import REMOVE_IMAGE
from imagesim.scenarios.timeline.events.nodes.remove_node import REMOVE_NODE
from imagesim.scenarios.timeline.events.nodes.replace_node import REPLACE_NODE
from imagesim.scenarios.timeline.events.nodes.restart_containerd import RESTART_CONTAINERD
from imagesim.scenarios.timeline.events.nodes.restart_kubelet import RESTART_KUBELET
from imagesim.scenarios.timeline.events.nodes.taint_node import TAINT_NODE
from imagesim.scenarios.timeline.events.nodes.uncordon import UNCORDON
from imagesim.scenarios.timeline.events.nodes.upgrade_node import UPGRADE_NODE
from imagesim.scenarios.timeline.events.registries.delete_manifest import DELETE_MANIFEST
from imagesim.scenarios.timeline.events.registries.delete_tag import DELETE_TAG
from imagesim.scenarios.timeline.events.registries.outage import OUTAGE
from imagesim.scenarios.timeline.events.registries.push import PUSH
from imagesim.scenarios.timeline.events.registries.set_password import SET_PASSWORD
from imagesim.scenarios.timeline.events.registries.spend_budget import SPEND_BUDGET
from imagesim.scenarios.timeline.events.secrets.create_secret import CREATE_SECRET
from imagesim.scenarios.timeline.events.secrets.delete_secret import DELETE_SECRET
from imagesim.scenarios.timeline.events.secrets.replace_secret import REPLACE_SECRET
from imagesim.scenarios.timeline.events.secrets.replace_service_account import REPLACE_SERVICE_ACCOUNT
from imagesim.scenarios.timeline.events.workloads.apply import APPLY
from imagesim.scenarios.timeline.events.workloads.debug import DEBUG
from imagesim.scenarios.timeline.events.workloads.delete import DELETE
from imagesim.scenarios.timeline.events.workloads.lose_sandbox import LOSE_SANDBOX
from imagesim.scenarios.timeline.events.workloads.restart import RESTART
from imagesim.scenarios.timeline.events.workloads.rollout_pause import ROLLOUT_PAUSE
from imagesim.scenarios.timeline.events.workloads.rollout_restart import ROLLOUT_RESTART
from imagesim.scenarios.timeline.events.workloads.rollout_resume import ROLLOUT_RESUME
from imagesim.scenarios.timeline.events.workloads.rollout_undo import ROLLOUT_UNDO
from imagesim.scenarios.timeline.events.workloads.scale import SCALE
from imagesim.scenarios.timeline.events.workloads.set_image import SET_IMAGE
from imagesim.scenarios.values.timeline_event import TimelineEvent

EVENT_KINDS: tuple[EventKind[Any, Any], ...] = (
    PUSH,
    DELETE_TAG,
    DELETE_MANIFEST,
    OUTAGE,
    SPEND_BUDGET,
    SCALE,
    SET_IMAGE,
    APPLY,
    ROLLOUT_RESTART,
    ROLLOUT_UNDO,
    ROLLOUT_PAUSE,
    ROLLOUT_RESUME,
    RESTART,
    LOSE_SANDBOX,
    DELETE,
    DEBUG,
    CREATE_SECRET,
    REPLACE_SECRET,
    DELETE_SECRET,
    REPLACE_SERVICE_ACCOUNT,
    SET_PASSWORD,
    SET_ADMISSION,
    WEBHOOK_OUTAGE,
    ADD_NODE,
    CORDON,
    UNCORDON,
    TAINT_NODE,
    DRAIN,
    REMOVE_NODE,
    REPLACE_NODE,
    UPGRADE_NODE,
    RESTART_KUBELET,
    REBOOT_NODE,
    CRASH_NODE,
    FILL_DISK,
    REMOVE_IMAGE,
    LOAD_IMAGE,
    RESTART_CONTAINERD,
)

_BY_VALUE = {kind.value: kind for kind in EVENT_KINDS}


def kind_of(event: TimelineEvent) -> EventKind[Any, Any]:
    """The kind of an event."""
    return _BY_VALUE[type(event)]
