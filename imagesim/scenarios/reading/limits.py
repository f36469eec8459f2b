"""How much is read: the limits of files, documents and values, so that nothing that is read takes the machine along.

They hold whatever is asked for. How much may be simulated is another question, which imagesim.engine.bounds answers.
The page docs/reference.md lists them all, each with what is said where it is crossed.
"""

MOST_MEMORY = 4 * 2**30
"""Bytes of memory that reading one file may take, by estimate."""

LARGEST_FILE = 512 * 2**20
"""Bytes of one file. What they become is judged when they are read (see `memory`)."""

LARGEST_SCENARIO = 512 * 2**20
"""Bytes of all files of a scenario together."""

MOST_DOCUMENTS = 200_000
"""Documents of a scenario, the items of a List counted one by one."""

LONGEST_SCALAR = 2**20
"""Characters of one value. The API server's own limit for a whole object is of that size."""

DEEPEST = 100
"""Levels of mappings and lists within one another."""

MOST_UNFOLDED = 100_000
"""Values that aliases may add to what is written; a long text counts once for each hundred characters."""

DEEPEST_KUSTOMIZATION = 50
"""Kustomizations that lead from the first one to another."""
