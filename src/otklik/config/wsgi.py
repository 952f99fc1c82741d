"""The WSGI application that a web server runs."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
application = get_wsgi_application()


SWITCH_SECONDS = 0.001
"""How long a thread may keep the interpreter while another has its answer from the database.

Python's own five milliseconds are longer than a whole request: with eight connections on PostgreSQL a process accepted a
third fewer appeals (docs/measurements.md).
"""


def _settle() -> None:
    """Load every page now, and let the garbage collector leave alone what will never be garbage.

    Without it each full collection walks through all loaded dictionaries and rules in the middle of some
    visitor's request: a fifth of the time of the accepting path, and most of its slowest answers.
    """
    from django.urls import get_resolver  # noqa: PLC0415 - settings must be ready first

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_SECONDS)


_settle()
