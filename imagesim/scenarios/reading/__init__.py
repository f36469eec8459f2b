"""Files become plain values that know where they stand: YAML, documents, fields, quantities, errors."""
