"""UIDs that count up, so that they do not depend on chance and tell the order of creation."""

_BLOCKS = {"Pod": "8000", "Secret": "9000", "ServiceAccount": "a000"}
"""The fourth group of the UIDs of a kind: the variant of a random UUID, and which kind it is."""


class Uids:
    """The next UID of each kind, from 1."""

    def __init__(self) -> None:
        self._blocks = dict(_BLOCKS)
        self._last = dict.fromkeys(_BLOCKS, 0)

    def next(self, kind: str) -> str:
        """One that no object has had."""
        if kind not in self._blocks:
            self._blocks[kind] = f"b{len(self._blocks):03x}"
            self._last[kind] = 0
        self._last[kind] += 1
        return f"00000000-0000-4000-{self._blocks[kind]}-{self._last[kind]:012x}"
