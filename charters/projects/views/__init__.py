"""Pages of projects that use the charter, one module for each subject."""
