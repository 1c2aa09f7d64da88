"""One file a group of pages: signing in, my account, members, departments, settings."""
