"""What people and fate do to a cluster while it runs."""
