"""A kept connection is looked at without a round trip, and replaced when the other end hung up."""

import socket

import pytest
from django.db import connection

from otklik.config.postgresql.base import is_quiet


def test_a_socket_is_quiet_until_the_other_end_speaks_or_hangs_up() -> None:
    here, there = socket.socketpair()
    with here, there:
        assert is_quiet(here.fileno())
        there.send(b"x")
        assert not is_quiet(here.fileno())
        here.recv(1)
        assert is_quiet(here.fileno())
        there.close()
        assert not is_quiet(here.fileno())


@pytest.mark.django_db(transaction=True)
def test_a_request_after_the_server_threw_us_out_finds_a_new_connection() -> None:
    if connection.vendor != "postgresql":
        assert not connection.settings_dict["CONN_HEALTH_CHECKS"]  # nobody hangs up on a file
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (first,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    other.close()
    for name, value in {"health_check_enabled": True, "health_check_done": False}.items():
        setattr(connection, name, value)  # as at the start of a request
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (second,) = cursor.fetchone()
    assert second != first
