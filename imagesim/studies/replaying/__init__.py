"""What really happened, as kubectl tells it: events and pods become records, and the next attempt is foretold."""
