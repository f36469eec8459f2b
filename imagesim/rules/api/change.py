"""What can happen to an object, as those are told who watch it and as the history of a run has it."""

from typing import Any, Literal, get_args

Verb = Literal["create", "update", "bind", "status", "delete", "remove"]
"""What happened to the object: `update` is of its spec or metadata, `bind` of a pod to its node, `status` of that.

`delete` says that somebody asked for its deletion and something is still to be done before it goes, `remove` that it is
gone. To a client of the API the first is ADDED, the last DELETED, all others are MODIFIED.
"""

VERBS: tuple[Verb, ...] = get_args(Verb)
"""All of them."""

Change = tuple[tuple[str, Any], ...]
"""The fields that changed with their new values; of a new object all that say something."""
