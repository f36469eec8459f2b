"""The rules of advice, one module each; `table` in the room above lists them."""
