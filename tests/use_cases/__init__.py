"""The use cases of Kubernetes' page on images, each with and without its solutions: `docs/use-cases.md`."""
