"""The causes that a trainee can name, by a key that no trainee sees, in the order of the list."""

from imagesim.labs.incidents.seen import Seen, Sight
from imagesim.labs.incidents.suspect import Cause

_NO_LOGIN = "no basic auth credentials"
_NO_SECRET = "FailedToRetrieveImagePullSecret"
_NO_PLATFORM = "no match for platform"


def _not_found(seen: Seen) -> Sight | None:
    return None if seen.of_pods(_NO_PLATFORM) else seen.of_pods("Failed to pull image", ": not found")


def _tag(seen: Seen) -> Sight | None:
    return _not_found(seen) if seen.asked_for.repository == seen.ran.repository else None


def _repository(seen: Seen) -> Sight | None:
    return _not_found(seen) if seen.asked_for.repository != seen.ran.repository else None


def _names(seen: Seen) -> str:
    """Why `not found` is not about this part of the name."""
    if seen.of_pods(_NO_PLATFORM):
        return (
            "It stands at the end of the message, and before it that no manifest is for the node: the name was found."
        )
    if not _not_found(seen):
        return ""
    asked, ran = seen.asked_for, seen.ran
    return (
        f"It was said, and new pods ask for {asked.repository}:{asked.tag}, where those that run have "
        f"{ran.repository}:{ran.tag}. Compare the names letter by letter."
    )


def _key(seen: Seen) -> Sight | None:
    return None if seen.of_pods(reason=_NO_SECRET) else seen.of_pods(_NO_LOGIN)


def _no_key(seen: Seen) -> str:
    if seen.of_pods(reason=_NO_SECRET):
        return f"It was said, but with it comes {_NO_SECRET}: there was no Secret whose keys could be compared."
    if seen.of_pods("401 Unauthorized"):
        return "Here a login was sent, and refused: a key did fit."
    return ""


def _login(seen: Seen) -> str:
    if seen.of_pods(_NO_LOGIN):
        return f"Here it says `{_NO_LOGIN}`: no login was sent at all, neither a good one nor an expired one."
    return ""


def _disk(seen: Seen) -> str:
    if seen.of_nodes("FreeDiskSpaceFailed"):
        return "There was FreeDiskSpaceFailed once, so it was full for a while; by now no node says DiskPressure."
    return ""


def _cache(seen: Seen) -> str:
    if seen.old_build_after("already present on machine"):
        return "The pods do run the old build, but they say `already present on machine`: nobody was asked."
    return ""


def _kept(seen: Seen) -> str:
    if seen.old_build_after("Successfully pulled image"):
        return "The pods do run the old build, but each of them asked: Pulling, and then `Successfully pulled image`."
    return ""


CAUSES = {
    "tag": Cause("the tag is mistyped", "A registry that does not hold a tag says `not found`.", _tag, _names),
    "repository": Cause(
        "the repository is mistyped",
        "A registry that does not hold a repository says `not found`, or refuses it.",
        _repository,
        _names,
    ),
    "login": Cause(
        "the login in the Secret has expired",
        "A login that the registry does not take any more is answered with `401 Unauthorized`.",
        lambda seen: seen.of_pods("401 Unauthorized"),
        _login,
    ),
    "namespace": Cause(
        "the Secret is missing in the namespace of the pods",
        f"A kubelet that does not find a Secret there says {_NO_SECRET}, at every look.",
        lambda seen: seen.of_pods(reason=_NO_SECRET),
    ),
    "key": Cause(
        "no key in the Secret fits the image",
        f"Where no key fits, the pull goes out without a login, and the registry refuses: `{_NO_LOGIN}`.",
        _key,
        _no_key,
    ),
    "architecture": Cause(
        "the image has nothing for the architecture of some nodes",
        f"A node for which an image has nothing says `{_NO_PLATFORM} in manifest`.",
        lambda seen: seen.of_pods(_NO_PLATFORM),
    ),
    "limit": Cause(
        "the registry's rate limit is used up",
        "A registry whose limit is used up answers `429 Too Many Requests`.",
        lambda seen: seen.of_pods("429 Too Many Requests"),
    ),
    "disk": Cause(
        "the disks of the nodes are full",
        "A node whose disk is full says NodeHasDiskPressure, takes no new pods and evicts those that it has.",
        lambda seen: seen.of_nodes("NodeHasDiskPressure"),
        _disk,
    ),
    "down": Cause(
        "the registry is down",
        "A registry that is down does not answer: `connection refused`, or `i/o timeout`.",
        lambda seen: seen.of_pods("connection refused") or seen.of_pods("i/o timeout"),
    ),
    "cache": Cause(
        "a cache in between serves an old answer",
        "Then pods pull after the push, successfully, and run the old build all the same. (Which cache a node asks "
        "stands in its hosts.toml: kubectl does not show it.)",
        lambda seen: seen.old_build_after("Successfully pulled image"),
        _cache,
    ),
    "kept": Cause(
        "the nodes keep the image that they have under this name",
        "Then new pods say `already present on machine`, and run the old build.",
        lambda seen: seen.old_build_after("already present on machine"),
        _kept,
    ),
    "qps": Cause(
        "the kubelet starts too few pulls a second",
        "A kubelet fails the pulls that are too many itself: `pull QPS exceeded`.",
        lambda seen: seen.of_pods("pull QPS exceeded"),
    ),
    "never": Cause(
        "the image is not on the nodes, and the policy is Never",
        "Under the policy Never a pod whose image is not there says ErrImageNeverPull.",
        lambda seen: seen.of_pods(reason="ErrImageNeverPull"),
    ),
}
