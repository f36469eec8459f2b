"""Digests as registries write them: the algorithm, a colon, hexadecimal digits (OCI image-spec, descriptor.md)."""

import hashlib

PREFIX = "sha256:"


def digest_of(content: str | bytes) -> str:
    """The digest of bytes, or of a text's UTF-8."""
    return PREFIX + hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
