"""What happens to the control plane."""
