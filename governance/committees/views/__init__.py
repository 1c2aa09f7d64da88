"""Pages of committees: who decides what, one committee, its meetings, the register of decisions."""
