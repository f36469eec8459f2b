"""From what was seen to the records of a run, so that every table and picture of a run can be made of it."""
