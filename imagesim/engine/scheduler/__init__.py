"""The scheduler: which node a new pod goes to."""
