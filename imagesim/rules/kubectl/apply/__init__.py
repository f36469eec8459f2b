"""What `kubectl apply` makes of a manifest and the object that is there."""
