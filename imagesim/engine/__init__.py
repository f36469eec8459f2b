"""What happens over time: SimPy processes that write records. Knows nothing of files, tables or pictures."""
