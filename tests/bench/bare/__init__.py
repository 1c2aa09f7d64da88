"""The yardstick: the plainest honest Django page of 200 clauses."""
