"""Go's leniency: how the standard library that Kubernetes is written with reads and prints text."""
