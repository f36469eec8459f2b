"""The frozen Scenario: everything that the engine reads, with nothing left to look up."""
