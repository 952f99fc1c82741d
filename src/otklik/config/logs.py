"""What never stands in the log: codes, survey tokens and calendar addresses, which open a page to whoever has them."""

import logging
import re

_SECRET = re.compile(r"(/(?:s|status|letter|calendar|api/v1/cases)/)[^\s/?#\"']+")


class WithoutSecrets(logging.Filter):
    """Put «…» in place of a code or token in a path, in every message that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; always lets it through."""
        message = record.getMessage()
        clean = _SECRET.sub(r"\1…", message)
        if clean != message:
            record.msg, record.args = clean, None
        return True
