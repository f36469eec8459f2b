"""Passwords that expire by themselves: a registry takes each for so long after it was set, and then for none.

From then until another one is set, who shows it is refused as with a wrong one. Where pods' Secrets hold it, that is a
disturbance of each Secret (imagesim.engine.fate.pull_logins), else one of the registry's own.
What was given out before lasts: a pull that is under way has its token, and a running pod asks nobody.
"""

import math
from collections.abc import Callable

from imagesim.engine.environment import Environment
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import CREDENTIAL, CauseRecord, Disturbance
from imagesim.rules.registry.access import RegistryAccess
from imagesim.rules.units import Seconds


class ExpiringPasswords:
    """Those of the registry *host*, set at the start of the run. *expired* is told of a user, and answers whether a
    Secret is concerned."""

    def __init__(
        self,
        env: Environment,
        records: RecordBook,
        host: str,
        access: RegistryAccess,
        expired: Callable[[str], bool],
    ) -> None:
        self._env = env
        self._records = records
        self._host = host
        self._expired = expired
        self._lifetimes = dict(access.lifetimes)
        self._until: dict[str, Seconds] = {}
        self._broken: dict[str, int] = {}
        for user in self._lifetimes:
            self.renew(user)

    def is_over(self, user: str, now: Seconds) -> bool:
        """Whether the password of *user* has expired."""
        return now >= self._until.get(user, math.inf)

    def renew(self, user: str) -> None:
        """A new one is set now, and lasts as long as the one before."""
        if user not in self._lifetimes:
            return
        place = self._broken.pop(user, None)
        if place is not None:
            rows = self._records.disturbances
            rows[place] = rows[place]._replace(ended_s=self._env.now)
        self._until[user] = until_s = self._env.now + self._lifetimes[user]
        self._env.in_turn(until_s, self._env.turn(), lambda _: self._expire(user, until_s))

    def _expire(self, user: str, until_s: Seconds) -> None:
        if self._until[user] != until_s:
            return  # another one was set meanwhile
        name, rows = f"password of {user} at {self._host}", self._records.disturbances
        if not self._expired(user):
            self._broken[user] = len(rows)
            rows.append(Disturbance(name, CREDENTIAL, self._host, until_s, math.inf))
        text = f"the {name} expires"
        self._records.causes.append(CauseRecord(until_s, until_s, CREDENTIAL, self._host, text, "password expired"))
