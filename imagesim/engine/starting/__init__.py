"""How a run begins that finds a cluster as it was: its objects and pods go into the store, as they were."""
