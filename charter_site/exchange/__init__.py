"""The organisation in a file, and the file in the organisation.

The import format is a JSON Schema, ``charter.schema.json`` (1.0), and ten rules that a schema cannot express.
``manage.py import_charter FILE`` takes a file through these modules, in this order:

- ``scanner`` and ``reading``: bytes to values, each with its line;
- ``schema_rules``: what the schema refuses, in sentences;
- ``reference_rules``: the ten rules, one function each; ``additions_rules``: what 1.1 adds to them;
- ``checking.check``: the three above, all problems at once (``problems``);
- ``importing.store``: one transaction, into an empty database; each module of ``areas`` stores one area.

``manage.py export_charter`` goes the other way (``exporting.tell``), through the same ``areas``.

The two versions
----------------

1.0 is what people write. 1.1 is what an export writes: ``charter-1.1.patch.json``, a JSON merge patch (RFC 7396)
over the schema of 1.0, and ``charter-1.1.experience.patch.json`` over both, applied by
``schema_rules.schema("1.1")``. Every key that 1.1 adds is optional: a 1.0 file whose ``schema_version`` is changed
to 1.1 is a 1.1 file. It adds what 1.0 cannot say:

- an anonymous author: ``author`` is null, ``group`` holds the groups that are large enough, and nothing leads to the
  person (not even the mark by which the author alone finds the contribution again: that stays behind). An author who
  signs by function is a function; one who signs by name also names a ``member``. The function, department or category
  of an author may be unknown;
- a move: ``kind`` is ``deplacement``, with its ``destination``; the ``other_clauses`` of a merge; for any proposal
  ``base_revision``, ``proposed_title``, ``duplicate_of``, ``integrated_revision``, ``resulting_clause`` (of a new
  clause), ``answered_at``, and the answer ``hors_champ`` (out of scope);
- ``members``, with their dated roles and without passwords;
- ``revisions`` of the charter, of its sections and clauses: who (a pseudonym), when, why, from which proposals;
  ``removed`` marks a clause that left the text and keeps its code;
- ``sealed_versions``, with their steps. An import computes their seals again and refuses a file that was touched. The
  history that a validation covered is another database's: its digest comes along, and the next one covers what follows;
- the life of committees: ``mandates``, ``meetings`` with what was shared after them, ``tasks``, the categories of
  the seats, ``sponsor_function``; where a document is found, whether it is still shared; of a tool, what it answers
  and how to begin;
- ``citations`` with stance, passage and reason, those that were withdrawn included; ``outside_resources``; ``projects``
  that were opened, with their checklist and what they asked of management; ``workshops`` and their statements, and the
  ``origin`` of a proposal that was made from one;
- for an entry of experience told in the application: ``author``, ``channel``, ``entered_on_behalf``, ``written_on``;
  ``site``, where a contribution was collected;
- the ``definition`` of a word of a closed list.

Some lists that 1.0 wants filled may be empty in 1.1, and a department may have any code without a space, so that an
organisation that is being set up can be exported.
Not in a file: supports as such (their number is, and an import counts them as reported), the register of functions,
versions in preparation, job descriptions, corrections of decisions and commitments other than the last.
"""
