"""Pages of proposals, one family a module; ``finding`` fetches what they are about."""
