"""One line of the journal: what happened, never who, and nothing that lets anyone in."""

import copy
import logging
import re

# The addresses that let in whoever knows them: an invitation, the link to choose another password.
_ENTRANCES = re.compile(r"(/accounts/(?:invitation|password/reset/key))/[^?\s]+")
# What other software shows to be let in (``governance.tokens``): only its public half may be read.
_TOKENS = re.compile(r"\b([0-9a-f]{16}\.)[\w-]{20,}")
# What PostgreSQL tells of a refused row: its values, which people wrote. The constraint's name stays.
_ROWS = re.compile(r"^DETAIL: .*?(?=\n\n(?:The above exception|During handling)|\Z)", re.MULTILINE | re.DOTALL)


class DiscreetLine(logging.Formatter):
    """Leave out the tokens of addresses, the values of refused rows, and the inside of what is no fault of ours."""

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and record.levelno < logging.ERROR:  # a refusal, such as a 403, needs no trace
            record = copy.copy(record)
            record.exc_info = record.exc_text = None
        line = _TOKENS.sub(r"\1...", _ENTRANCES.sub(r"\1/...", super().format(record)))
        return _ROWS.sub("DETAIL: (not kept)", line)
