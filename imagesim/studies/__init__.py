"""Many runs, or real events instead of runs."""
