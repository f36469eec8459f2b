"""What containerd decides during a pull, and what it says when one fails."""
