"""The rows of nodes, namespaces, events, Secrets, ServiceAccounts, revisions and budgets."""

from collections.abc import Mapping
from typing import Any

from imagesim.results.printers.table import Cell
from imagesim.rules.calendar import Calendar
from imagesim.rules.golang.text import trim_space
from imagesim.rules.printers.cells import NONE, event_source, node_roles, node_status
from imagesim.rules.printers.durations import UNKNOWN, human_duration
from imagesim.rules.units import Seconds

Document = Mapping[str, Any]


def _age(document: Document, now: Seconds, calendar: Calendar) -> str:
    return human_duration(now - calendar.seconds_of(document["metadata"]["creationTimestamp"]))


def print_node(node: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """Nodes here have no address and no system of their own to tell of, so those columns say what kubectl says then."""
    status = node["status"]
    conditions = {each["type"]: each["status"] for each in status.get("conditions") or ()}
    addresses = {each["type"]: each["address"] for each in status.get("addresses") or ()}
    info = status["nodeInfo"]
    return [
        node["metadata"]["name"],
        node_status(conditions, unschedulable=node["spec"].get("unschedulable", False)),
        node_roles(node["metadata"].get("labels") or {}),
        _age(node, now, calendar),
        info["kubeletVersion"],
        addresses.get("InternalIP", NONE),
        addresses.get("ExternalIP", NONE),
        info.get("osImage") or UNKNOWN,
        info.get("kernelVersion") or UNKNOWN,
        info.get("containerRuntimeVersion") or UNKNOWN,
    ]


def print_namespace(namespace: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """Name, phase, age."""
    return [namespace["metadata"]["name"], namespace["status"]["phase"], _age(namespace, now, calendar)]


def print_secret(secret: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """DATA counts the keys."""
    return [secret["metadata"]["name"], secret["type"], len(secret.get("data") or {}), _age(secret, now, calendar)]


def print_service_account(account: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """SECRETS are those of its field `secrets`, not those to pull with."""
    return [account["metadata"]["name"], len(account.get("secrets") or ()), _age(account, now, calendar)]


def print_controller_revision(revision: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """CONTROLLER is the owner, with its group."""
    owners = revision["metadata"].get("ownerReferences") or ()
    owner = next((each for each in owners if each.get("controller")), None)
    group = owner["apiVersion"].rpartition("/")[0] if owner else ""
    kind = f"{owner['kind'].lower()}.{group}" if owner and group else owner["kind"].lower() if owner else ""
    named = f"{kind}/{owner['name']}" if owner else NONE
    return [revision["metadata"]["name"], named, revision["revision"], _age(revision, now, calendar)]


def print_budget(budget: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """printPodDisruptionBudget: what is not said is N/A."""
    spec = budget["spec"]
    return [
        budget["metadata"]["name"],
        str(spec.get("minAvailable", "N/A")),
        str(spec.get("maxUnavailable", "N/A")),
        budget.get("status", {}).get("disruptionsAllowed", 0),
        _age(budget, now, calendar),
    ]


def print_event(event: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """The columns in the order in which kubectl prints all of them."""
    about, source = event["involvedObject"], event["source"]
    return [
        human_duration(now - calendar.seconds_of(event["lastTimestamp"])),
        event["type"],
        event["reason"],
        f"{about['kind'].lower()}/{about['name']}",
        about.get("fieldPath", ""),
        event_source(source.get("component", ""), source.get("host", "")),
        trim_space(event["message"]),
        human_duration(now - calendar.seconds_of(event["firstTimestamp"])),
        event["count"],
        event["metadata"]["name"],
    ]
