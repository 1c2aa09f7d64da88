"""The whole database in a folder, and back: taken in one snapshot, put back in one transaction, compared row by row.

``backing_up`` and ``restoring`` are the two acts. ``contents`` says what a database holds, so that two of them can be
compared; ``folder`` keeps a backup on the disk, whole or not at all; ``archive`` reads the file that pg_dump wrote;
``occupancy`` and ``serving`` say whether a database may be replaced; ``programs`` finds pg_dump and pg_restore.

A backup holds everything but the sessions and the cache. The two keys, SECRET_KEY and CONTRIBUTION_KEY, are never in
it: whoever held it with the second one could try every member against every anonymous contribution.
"""
