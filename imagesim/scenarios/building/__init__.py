"""Documents become a Scenario: read, checked against one another, and completed where nobody wrote anything."""
