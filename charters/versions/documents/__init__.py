"""A version to take away: PDF, Word, OpenDocument, JSON, and the changes between two versions as tracked changes.

``outline`` says once what a document says; each format is a module that writes it. Nothing here depends on what came
after the version: the same version gives the same file, to the byte, for ever (for one release and one language of
the labels).
"""
