"""The Simulation document: how long a run lasts, what it asks, and what holds where nothing else says so."""
