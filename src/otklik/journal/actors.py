"""Who acts: an employee, a client, or the system itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone whose act is recorded; `key` is stable (`employee:12`), `name` is for reading."""

    key: str
    name: str = ""


CLIENT = Actor("client", "Клиент")
"""A person outside, by the portal, the API or a letter; who it is stands on the case, not in the journal."""


def system(job: str) -> Actor:
    """Return the actor of background work, such as `system:take-in`."""
    return Actor(f"system:{job}", "Система")
