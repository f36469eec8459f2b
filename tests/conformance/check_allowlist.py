"""allowlist136.jsonl: entries of preloadedImagesVerificationAllowlist, and which images they let through."""

from imagesim.rules.images.verification_policy import VerificationPolicy, pattern_error
from tests.conformance.checking import Row, differences


def check(row: Row) -> str | None:
    """An entry's error, or whether an image is verified under an allow list of one entry."""
    if row["kind"] == "pattern":
        return differences({"error": row["error"]}, {"error": pattern_error(row["pattern"])})
    policy = VerificationPolicy("NeverVerifyAllowlistedImages", allow_list=(row["pattern"],))
    return differences({"verify": row["verify"]}, {"verify": policy.requires_verification(row["image"], True)})


CHECKERS = {"allowlist136.jsonl": check}
