"""What kubectl does with the API server's answers: chooses, sorts, lays out, writes as YAML or JSON."""
