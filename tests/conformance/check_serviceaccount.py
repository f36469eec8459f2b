"""serviceaccount.jsonl: which pull secrets the admission plugin ServiceAccount gives a pod, and whom it refuses (1.36).

Whether the token is mounted is not compared, nor whether an empty list is null: neither says anything about images.
An account that appears while the plugin waits for it is found or not by chance, except early and late.
"""

from imagesim.rules.admission.service_account import (
    DEFAULT,
    ENFORCE_ANNOTATION,
    LONGEST_WAIT_S,
    SHORTEST_WAIT_S,
    FindAccount,
    Forbidden,
    service_account_admission,
)
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.credentials.service_account import ServiceAccount
from tests.conformance.checking import Excluded, Row, differences


def check(row: Row) -> str | None:
    """The account's name, the pull secrets and the refusal."""
    pod = row["pod"]
    if (pod["env_secret"] or pod["volume_secret"]) and "secret" in (row["admit_error"] or ""):
        raise Excluded("refused for a secret that is mounted, not pulled with")
    spec = PodSpec(
        containers=(),
        service_account_name=pod["service_account_name"],
        image_pull_secrets=tuple(pod["image_pull_secrets"] or ()),
    )
    error = None
    try:
        if row["handles"]:
            spec = service_account_admission(
                spec,
                _accounts(row),
                namespace="default",
                pod_name="x",
                operation=row["operation"],
                subresource=row["subresource"],
                mirror=pod["mirror"],
            )
    except Forbidden as forbidden:
        spec, error = forbidden.spec, str(forbidden)
    got = {
        "service_account_name": spec.service_account_name,
        "image_pull_secrets": list(spec.image_pull_secrets),
        "admit_error": error,
    }
    return differences({name: row[name] for name in got}, got)


def _accounts(row: Row) -> FindAccount:
    """The accounts that a look-up finds; it asks the API itself for one that the cache does not have yet."""
    accounts = {account["name"]: account for account in row["service_accounts"] or ()}

    def find(_: str, name: str) -> ServiceAccount | None:
        account = accounts.get(name)
        if account is None or not _in_time(account):
            return None
        return ServiceAccount(
            namespace="default",
            name=name,
            annotations=((ENFORCE_ANNOTATION, account["enforce_annotation"]),),
            image_pull_secrets=tuple(account["image_pull_secrets"] or ()),
        )

    return find


def _in_time(account: Row) -> bool:
    after_s = account["appears_after_ms"] / 1000
    if account["name"] != DEFAULT:
        return after_s == 0
    if SHORTEST_WAIT_S <= after_s <= LONGEST_WAIT_S:
        raise Excluded("whether the account appears in time is chance")
    return after_s < SHORTEST_WAIT_S


CHECKERS = {"serviceaccount.jsonl": check}
