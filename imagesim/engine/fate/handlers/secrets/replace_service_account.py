"""replaceServiceAccount: pods that are created from now on get other pull secrets."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.secrets.replace_service_account import ReplaceServiceAccount


def carry_out(event: ReplaceServiceAccount, reach: Reach) -> None:
    """Store it."""
    reach.api.service_accounts.put(event.account)
