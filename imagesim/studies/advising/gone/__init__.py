"""If it were gone: which workloads survive what, when a registry, a tag, a credential or a node is not there."""
