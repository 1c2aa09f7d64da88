"""The organisation in a file, and the file in the organisation.

The import format is a JSON Schema, ``charter.schema.json`` (1.0), and ten rules that a schema cannot
express. A file goes through, in this order, and is stored whole or not at all:

- ``scanner`` and ``reading``: bytes to values, each with its line;
- ``schema_rules``: what the schema refuses, in sentences;
- ``reference_rules``: the ten rules, one function each;
- ``checking.check``: the three above, all problems at once (``problems``).

The two versions
----------------

1.0 is what people write. 1.1 is what an export writes: ``charter-1.1.patch.json``, a JSON merge patch
(RFC 7396) over the schema of 1.0. Every key that 1.1 adds is optional: a 1.0 file whose ``schema_version``
is changed to 1.1 is a 1.1 file.
"""
