"""What the main pages cost, as ratios to a bare page: `make bench`, or `python -m tests.bench`."""
