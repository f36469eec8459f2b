"""The laws: what every run keeps, whatever its scenario. Each is a function that tells where a run breaks it."""
