"""What people come to do, told from the first page to the last in a real browser."""
