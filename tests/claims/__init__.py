"""Kubernetes' page on images, point by point: where each claim is taught, shown and checked."""
