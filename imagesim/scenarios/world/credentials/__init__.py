"""What world documents say about credentials."""
