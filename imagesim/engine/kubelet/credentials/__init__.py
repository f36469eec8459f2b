"""What a node has to pull with: its docker config and its credential plugins."""
