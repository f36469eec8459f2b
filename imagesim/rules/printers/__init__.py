"""What kubectl prints of an object, cell by cell: rules of the API server's Table printers, told the time."""
