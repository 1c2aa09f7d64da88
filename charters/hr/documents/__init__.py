"""What human resources take away: six documents, in six formats.

``outline`` says of what a document is made, a module per kind says which blocks, a writer per format knows only
blocks. Tables (XLSX, CSV) and JSON are read by software: they say the same, in rows and keys that stay.
"""

from charters.hr.documents.making import MEDIA_TYPES, file_name, make

__all__ = ["MEDIA_TYPES", "file_name", "make"]
