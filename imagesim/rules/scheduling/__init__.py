"""Where a pod may run: labels of nodes, what a pod asks of them, and what is said where nothing fits."""
