"""Random scenarios: world documents, manifests and a timeline, each drawn by a number that names it."""
