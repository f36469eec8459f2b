"""Tables of objects as the API server prints them for kubectl: columns of each kind, and a row for each object.

Models pkg/printers of Kubernetes 1.32 to 1.36: kubectl asks for a Table and prints its cells as they are.
"""
