"""What happens to an object between a request and the store: one step a module, in the order of Kubernetes."""
