"""The labs as pages without code, which Voila serves on this machine alone."""
