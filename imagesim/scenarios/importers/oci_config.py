"""Configs: the blob that says for which platform an image is, and the digest of each layer when it is unpacked."""

from collections.abc import Mapping
from dataclasses import dataclass

from imagesim.scenarios.importers.descriptors import read_object, read_platform


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageConfig:
    """`platform` is "" where the config names none, `diff_ids` go with the layers, the lowest first."""

    platform: str
    diff_ids: tuple[str, ...]


def read_config(data: bytes, where: str) -> ImageConfig:
    """Return what counts here of a config's text; *where* names it in messages."""
    value = read_object(data, where)
    rootfs = value.get("rootfs")
    listed = rootfs.get("diff_ids") if isinstance(rootfs, Mapping) else None
    ids = [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []
    return ImageConfig(platform=read_platform(value, where, "platform"), diff_ids=tuple(ids))
