"""The pages that belong to no room: home, errors, legal pages, health."""
