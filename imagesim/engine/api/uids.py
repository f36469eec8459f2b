"""UIDs that count up, so that they do not depend on chance and tell the order of creation."""

_BLOCKS = {"Pod": "8000", "Secret": "9000", "ServiceAccount": "a000"}
"""The fourth group of the UIDs of a kind: the variant of a random UUID, and which kind it is."""


class Uids:
    """The next UID of each kind, from 1."""

    def __init__(self) -> None:
        self._blocks = dict(_BLOCKS)
        self._last: dict[str, int] = {}

    def next(self, kind: str) -> str:
        """One that no object has had."""
        number = self._last[kind] = self._last.get(kind, 0) + 1
        block = self._blocks.get(kind)
        if block is None:
            block = self._blocks[kind] = f"b{len(self._blocks):03x}"
        return f"00000000-0000-4000-{block}-{number:012x}"
