"""The three-way merge of client-side `kubectl apply`: what was applied last, what is there, what is applied now.

Models CreateThreeWayMergePatch and StrategicMergePatch of k8s.io/apimachinery pkg/util/strategicpatch/patch.go: the
patch that kubectl computes and what the API server makes of it, in one step.

- A field that the manifest names gets the manifest's value.
- A field that the manifest applied last named, and that this one does not, is deleted. What the API server had filled
  in for it is filled in anew: an `imagePullPolicy` that is dropped comes from the tag of now.
- Every other field stays as it is: what was filled in at creation, and what somebody else has written. So a policy
  that no manifest ever named stays that of the first tag, and a number of replicas likewise that of `kubectl scale`.
- The items of a list with a merge key are told apart by it, and merged one by one; any other list is one value.

Values are those of JSON: dicts, lists, texts, numbers, booleans, None.
"""

from typing import Any

from imagesim.rules.kubectl.apply.merge_keys import ITEMS_RETAIN_KEYS, MERGE_KEYS, RETAINS_KEYS

Manifest = dict[str, Any]


def three_way_merge(last_applied: Manifest, live: Manifest, modified: Manifest) -> Manifest:
    """What is there after *modified* was applied; *last_applied* is {} where nobody has applied the object before.

    None of the three is changed.
    """
    merged = {}
    for name, value in live.items():
        if name not in modified:
            if last_applied.get(name) is None:
                merged[name] = value
        elif modified[name] is not None:
            merged[name] = _merged(name, last_applied.get(name), value, modified[name])
    new = {name: value for name, value in modified.items() if name not in live and value is not None}
    return {**merged, **new}


def _merged(name: str, last_applied: Any, live: Any, modified: Any) -> Any:
    if isinstance(live, dict) and isinstance(modified, dict):
        merged = three_way_merge(_mapping(last_applied), live, modified)
        return _retained(merged, modified) if name in RETAINS_KEYS else merged
    key = MERGE_KEYS.get(name)
    if key is not None and _has_keys(live, key) and _has_keys(modified, key):
        return _merged_items(name, key, last_applied if _has_keys(last_applied, key) else [], live, modified)
    return modified


def _retained(merged: Manifest, modified: Manifest) -> Manifest:
    """The keys that *modified* names. kubectl says so in every patch, also where it changes nothing else there."""
    return {name: value for name, value in merged.items() if name in modified}


def _merged_items(name: str, key: str, last_applied: list[Any], live: list[Any], modified: list[Any]) -> list[Any]:
    before = {item[key]: item for item in last_applied}
    there = {item[key]: item for item in live}
    found = [_merged_item(name, before.get(item[key]), there.get(item[key]), item) for item in modified]
    named = {item[key] for item in modified}
    stay = [item[key] for item in live if item[key] in named or item[key] not in before]
    others = [item for item in live if item[key] in stay and item[key] not in named]
    new = [item[key] for item in modified if item[key] not in there]
    return _in_order(found, others, stay + new[: len(live) - len(stay)], key)


def _merged_item(name: str, last_applied: Any, live: Manifest | None, modified: Manifest) -> Manifest:
    if live is None:
        return modified
    merged = three_way_merge(_mapping(last_applied), live, modified)
    return _retained(merged, modified) if name in ITEMS_RETAIN_KEYS else merged


def _in_order(named: list[Any], others: list[Any], live: list[Any], key: str) -> list[Any]:
    """normalizeElementOrder: the items in the manifest's order, and *others* where they stood among the *live* ones.

    A new item counts as one of those behind all that stay where it takes the room of one that was deleted, since Go
    appends it there (recorded); any other stands before the others.
    """
    place = {value: index for index, value in enumerate(live)}
    ordered = []
    for item in named:
        while others and item[key] in place and place[others[0][key]] < place[item[key]]:
            ordered.append(others.pop(0))
        ordered.append(item)
    return ordered + others


def _mapping(value: Any) -> Manifest:
    return value if isinstance(value, dict) else {}


def _has_keys(value: Any, key: str) -> bool:
    """Whether it is a list of mappings that all have the key: anything else is a mistake that reading it will tell."""
    return isinstance(value, list) and all(isinstance(item, dict) and _is_key(item.get(key)) for item in value)


def _is_key(value: Any) -> bool:
    return isinstance(value, str | int)
