"""Logins that a node has of its own and not all the time: a plugin that fails for a while, a vendor's part that begins
later or ends.

Nobody does anything at that moment, and pulls come out otherwise from then on: so it is a cause. What is so from the
start is none.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from imagesim.engine.environment import Environment
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import CREDENTIAL, CauseRecord
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.node_access import CredentialPlugin, VendorHook
from imagesim.scenarios.values.node_pool import NodePool


class LoginChange(NamedTuple):
    """From `at_s` on a login of a node's own is there, or is not; `what` says so, `short` in a picture."""

    at_s: Seconds
    what: str
    short: str


def plan_login_changes(env: Environment, records: RecordBook, pools: Iterable[NodePool]) -> None:
    """Have each change of the *pools*' own logins written down as a cause when its time comes."""
    for pool in pools:
        for change in login_changes(pool):
            text = f"{change.what} on the nodes of {pool.name}"
            cause = CauseRecord(change.at_s, change.at_s, CREDENTIAL, pool.name, text, change.short)
            env.in_turn(change.at_s, env.turn(), partial(_write, records, cause))


def login_changes(pool: NodePool) -> Iterator[LoginChange]:
    """What changes during a run, in no order."""
    for plugin in pool.plugins:
        yield from _of_plugin(plugin)
    if pool.vendor_hook is not None:
        yield from _of_vendor(pool.vendor_hook)


def _of_plugin(plugin: CredentialPlugin) -> Iterator[LoginChange]:
    name, since, until = plugin.provider.name, plugin.fails_from_s, plugin.fails_until_s
    if until is not None and until <= (since or 0.0):
        return  # it never fails
    if since:
        yield LoginChange(since, f"the credential provider plugin {name} begins to fail", f"{name} fails")
    if until is not None:
        yield LoginChange(until, f"the credential provider plugin {name} begins to work", f"{name} works")


def _of_vendor(hook: VendorHook) -> Iterator[LoginChange]:
    if hook.until_s is not None and hook.until_s <= hook.from_s:
        return  # it never is there
    if hook.from_s:
        yield LoginChange(hook.from_s, "the vendor's login begins to work", "vendor's login works")
    if hook.until_s is not None:
        yield LoginChange(hook.until_s, "the vendor's login ends", "vendor's login ends")


def _write(records: RecordBook, cause: CauseRecord, _: object) -> None:
    records.causes.append(cause)
