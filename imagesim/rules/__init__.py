"""What Kubernetes decides: pure functions and small objects that are told the time. No SimPy, no I/O, no clock."""
