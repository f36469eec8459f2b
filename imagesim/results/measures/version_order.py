"""The versions of a run in one stable order, so that all its pictures give one version one colour.

First those of the tags from which running containers came, in the order in which the tags pointed to them, then all
others that ran. So the image that a tag pointed to first comes first, even in a run in which no pod runs it.
"""

from imagesim.engine.records import Records


def versions(records: Records) -> list[str]:
    """The digests, each once."""
    ran = {row.digest for row in records.running}
    tags = {(row.host, row.repository, row.tag) for row in records.tags if row.digest in ran}
    # A tag that is deleted points to nothing from then on.
    pointed = [row.digest for row in records.tags if row.digest and (row.host, row.repository, row.tag) in tags]
    return list(dict.fromkeys([*pointed, *(row.digest for row in records.running)]))
