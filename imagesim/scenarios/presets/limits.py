"""What well-known registries allow. Each limit is a published one unless the preset says otherwise.

A paid account of Docker Hub has no limit: name it in `exempt`. An answer to HEAD is no pull there, and a manifest that
is fetched is one, also if the node had it before.
"""

from dataclasses import dataclass

from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.scenarios.presets.preset import Preset, table

_SIX_HOURS = 21_600.0
_ADDRESS = "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"
_ACCOUNT = (
    "You have reached your pull rate limit as '{account}': {token}. You may increase the limit by upgrading. "
    "https://www.docker.com/increase-rate-limit"
)
_ANONYMOUS = RateLimit(amount=100, window_s=_SIX_HOURS, clients="anonymous", message=_ADDRESS)
_PERSONAL = RateLimit(amount=200, window_s=_SIX_HOURS, per="account", clients="accounts", message=_ACCOUNT)
_HUB = "docker/docs, content/manuals/docker-hub/usage/pulls.md (commit 000a96d)"
_HUB_UNCERTAIN = (
    "how it folds the two GETs of an index and its manifest into one pull is not published: here each counts; "
    "the message to an account is as public build logs of January 2026 quote it; a /64 of IPv6 is one address"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsPreset(Preset):
    """The limits of one registry, or of one kind of its clients."""

    limits: tuple[RateLimit, ...]


LIMITS = table(
    LimitsPreset(
        name="docker-hub",
        says="100 manifest GETs in 6 h for an address, 200 for a personal account; paid accounts have no limit",
        as_of="2026-11",
        source=_HUB,
        uncertain=_HUB_UNCERTAIN,
        limits=(_ANONYMOUS, _PERSONAL),
    ),
    LimitsPreset(
        name="docker-hub-anonymous",
        says="100 manifest GETs in 6 h for an address, without a login",
        as_of="2026-11",
        source=_HUB,
        uncertain=_HUB_UNCERTAIN,
        limits=(_ANONYMOUS,),
    ),
    LimitsPreset(
        name="docker-hub-personal",
        says="200 manifest GETs in 6 h for a personal account",
        as_of="2026-11",
        source=_HUB,
        uncertain=_HUB_UNCERTAIN,
        limits=(_PERSONAL,),
    ),
    LimitsPreset(
        name="ecr",
        says="2000 manifests and 3000 layers a second for an account and region",
        as_of="2026-11",
        source="copies of the AWS page of service quotas for Amazon ECR: BatchGetImage, GetDownloadUrlForLayer",
        uncertain="the page itself could not be read; an account may have had its quotas raised",
        limits=(
            RateLimit(amount=2000, window_s=1.0, per="registry"),
            RateLimit(amount=3000, window_s=1.0, per="registry", counts="blob-gets"),
        ),
    ),
    LimitsPreset(
        name="ecr-public",
        says="1 pull a second for an address without a login, 10 a second for an account",
        as_of="2026-11",
        source="AWS user guide of ECR Public (awsdocs/amazon-ecr-public-user-guide, archived)",
        uncertain="the archived guide may be old; which requests are a pull is not said: here a manifest GET",
        limits=(
            RateLimit(amount=1, window_s=1.0, clients="anonymous"),
            RateLimit(amount=10, window_s=1.0, per="account", clients="accounts"),
        ),
    ),
    LimitsPreset(
        name="artifact-registry",
        says="60000 requests a minute for a project and region; every HTTP request counts",
        as_of="2026-11",
        source="cloud.google.com/artifact-registry/quotas",
        limits=(RateLimit(amount=60_000, window_s=60.0, per="registry", counts="requests"),),
    ),
    LimitsPreset(
        name="ghcr",
        says="44000 requests a minute, as an error message said",
        as_of="2025-11",
        source="falcosecurity/plugins#1069, where the error is quoted",
        uncertain="nothing is published: what counts, and for whom, is a guess (all requests of an address)",
        limits=(
            RateLimit(
                amount=44_000, window_s=60.0, counts="requests", message="retry-after: 1.16676ms, allowed: 44000/minute"
            ),
        ),
    ),
)
"""By name, in the order in which they are listed."""
