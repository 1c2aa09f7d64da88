"""Pages of consent rounds, one family a module; ``finding`` fetches what they are about."""
