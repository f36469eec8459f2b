"""The controller of StatefulSets: pods with names that stay, one after another (pkg/controller/statefulset, 1.36)."""
