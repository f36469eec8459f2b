"""Events that befall the control plane."""
