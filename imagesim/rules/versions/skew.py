"""Which kubelets an API server may have: none that is newer, and none that is older by more than three minor versions.

Kubernetes' version skew policy (kubernetes.io/releases/version-skew-policy), since 1.28.
"""

OLDEST = 3


def skew_problem(kubelet: str, api_server: str) -> str:
    """Why a kubelet of that version does not go with that API server, "" if it does."""
    behind = _minor(api_server) - _minor(kubelet)
    if behind < 0:
        return f"is newer than the API server's {api_server}, and a kubelet must not be"
    if behind > OLDEST:
        return f"is older than the API server's {api_server} by {behind} minor versions, and may be by {OLDEST}"
    return ""


def _minor(version: str) -> int:
    return int(version.split(".")[1])
