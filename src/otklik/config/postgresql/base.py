"""The database backend: Django's own, but a kept connection is checked without a round trip."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper; only the look at a kept connection before a request uses it is another.

    Django asks the server `SELECT 1` each time. A server that was restarted or threw us out has closed its
    end, and the operating system knows that already: the socket has something to read. So a quiet socket
    is a living connection; otherwise, and after an error, Django asks the server as ever.
    """

    def close_if_health_check_failed(self) -> None:
        """Close a kept connection when the server has hung up; a new one is opened for the request."""
        kept = self.connection
        if kept is None or kept.closed or not is_quiet(kept.fileno()):
            super().close_if_health_check_failed()


def is_quiet(socket: int) -> bool:
    """Whether an idle connection has nothing to read: no end of file, no farewell of the server."""
    watch = select.poll()
    watch.register(socket, select.POLLIN)
    return not watch.poll(0)
