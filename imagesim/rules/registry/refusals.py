"""How a registry refuses: what it answers for a repository that it does not hold, or that the caller may not have.

Most registries do not tell the two apart for somebody without access, so that nobody can find out what is private; how
they say it differs, and so does what containerd then reports. A tag that is missing in a repository that the caller may
have is a 404 everywhere. What well-known registries do is in scenarios.presets.registries.
"""

from dataclasses import dataclass
from typing import Literal

from imagesim.rules.registry.access import AccessVerdict

Refusal = Literal[
    "not-found",
    "insufficient-scope",
    "bearer-challenge",
    "basic-challenge",
    "no-challenge",
    "denied",
    "token-unauthorized",
    "token-denied",
]
"""What is answered. "not-found" is 404 and "denied" 403; the others are a 401.

"insufficient-scope" asks for another token and says why, as the token specification of distribution has it;
"bearer-challenge" asks for another token and says nothing, "basic-challenge" asks for a user and a password, and
"no-challenge" asks for nothing. "token-unauthorized" and "token-denied": the token server answers 401 or 403 already.
"""

OF_TOKENS: tuple[Refusal, ...] = ("insufficient-scope", "bearer-challenge", "token-unauthorized", "token-denied")
"""Refusals of registries with tokens alone."""

_TOKEN_STATUS = {"token-unauthorized": 401, "token-denied": 403}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """What one registry answers to whom.

    `missing` is for a repository that it does not hold if nobody says who asks, `missing_with_login` if somebody does;
    `private` is for one that is held and not public if nobody says who asks, `no_access` for a good login that does not
    reach it, `bad_login` for one that is none. With `project`, a repository counts as held if another one begins with
    the same so many parts of the name: there the registry decides by project, and a missing repository is a 404.
    """

    missing: Refusal = "not-found"
    missing_with_login: Refusal = "not-found"
    private: Refusal = "basic-challenge"
    no_access: Refusal = "denied"
    bad_login: Refusal = "basic-challenge"
    project: int = 0

    @property
    def takes_basic(self) -> bool:
        """Whether a user and a password do where others need a token: one that asks for them takes them."""
        return "basic-challenge" in (self.missing, self.missing_with_login, self.private, self.no_access)

    def of(self, verdict: AccessVerdict, *, login: bool, held: bool) -> Refusal | None:
        """The refusal of a request on which *verdict* was passed; None if it is served, or is a plain 404.

        *login* says whether somebody said who asks, *held* whether the repository is there.
        """
        missing = self.missing_with_login if login else self.missing
        if verdict is AccessVerdict.ALLOWED:
            return None if held or missing == "not-found" else missing
        if verdict is AccessVerdict.BAD_LOGIN:
            return self.bad_login
        if not held and missing != "not-found":
            return missing
        return self.private if verdict is AccessVerdict.ANONYMOUS else self.no_access


def token_status(refusal: Refusal | None) -> int:
    """What the token server answers: 200 gives a token, also one that does not help."""
    return _TOKEN_STATUS.get(refusal or "", 200)


BY_PASSWORD = Refusals()
"""A registry that asks for a user and a password: what nobody guards is there or is not."""

LIKE_DOCKER_HUB = Refusals(
    missing="insufficient-scope",
    missing_with_login="insufficient-scope",
    private="insufficient-scope",
    no_access="insufficient-scope",
    bad_login="token-unauthorized",
)
"""A registry with tokens of which nobody says more: its tokens cover what there is, and nothing else."""
