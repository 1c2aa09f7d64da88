"""Pages of the directory: outside organisations, tools, and which tool to take."""
