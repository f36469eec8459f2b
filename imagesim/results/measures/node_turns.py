"""When nodes went, with all that was on them."""

from imagesim.engine.records import Records
from imagesim.rules.api.kinds import NODE
from imagesim.rules.units import Seconds


def node_turns(records: Records) -> list[tuple[Seconds, str]]:
    """In order of time when each node went, and when one came once more under the name of one that went."""
    there: set[str] = set()
    turns: list[tuple[Seconds, str]] = []
    for place, name in enumerate(records.objects.names()):
        if name.kind == NODE.name and (change := records.objects[place]).verb in ("create", "remove"):
            if change.verb == "remove" or name.name in there:
                turns.append((change.time_s, name.name))
            there.add(name.name)
    return turns
