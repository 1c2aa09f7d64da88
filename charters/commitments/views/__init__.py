"""Pages of commitments, one family a module."""
