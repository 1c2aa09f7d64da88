"""The areas of a file, one module each: ``store`` writes a checked area into the database, ``tell`` reads it back.

The two stand side by side so that a key that one forgets is seen in the other. ``importing`` and ``exporting``
call them in the order in which areas refer to each other.
"""
