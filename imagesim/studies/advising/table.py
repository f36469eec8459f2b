"""The rules of advice, in the order in which findings of one place are listed. `docs/recipes/a-rule-of-advice.md` says
how to add one."""

from imagesim.studies.advising.finding import Rule
from imagesim.studies.advising.rules import (
    account_secrets_unused,
    anonymous_budget,
    architecture_in_name,
    digest_with_always,
    gc_takes_never,
    image_volume_always,
    invalid_name,
    job_without_deadline,
    key_never_fits,
    latest_not_followed,
    latest_tag,
    login_without_user,
    mirror_without_tags,
    mutable_tag,
    only_on_node,
    platform_missing,
    policy_frozen,
    pull_qps,
    secret_elsewhere,
    secret_missing,
    secret_type,
    serial_pulls,
    verification_on_upgrade,
)

_MODULES = (
    invalid_name,
    latest_tag,
    latest_not_followed,
    mutable_tag,
    policy_frozen,
    digest_with_always,
    secret_elsewhere,
    secret_missing,
    secret_type,
    account_secrets_unused,
    key_never_fits,
    login_without_user,
    verification_on_upgrade,
    platform_missing,
    architecture_in_name,
    only_on_node,
    gc_takes_never,
    serial_pulls,
    pull_qps,
    anonymous_budget,
    mirror_without_tags,
    image_volume_always,
    job_without_deadline,
)

RULES: dict[str, Rule] = {module.RULE.id: module.RULE for module in _MODULES}
"""By id."""
