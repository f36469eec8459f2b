"""The API of the cluster: the objects that exist, and who is told when one changes."""
