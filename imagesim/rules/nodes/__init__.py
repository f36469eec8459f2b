"""What the control plane decides about nodes of which it hears nothing."""
