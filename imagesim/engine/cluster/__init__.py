"""The cluster around the nodes: the API server, the scheduler, the controllers, and which nodes there are."""
