"""What every page knows about how this visitor wants to see it."""

from django.http import HttpRequest

from otklik.web.appearance import Appearance


def appearance(request: HttpRequest) -> dict[str, object]:
    """Give templates `appearance`: size, spacing, colours and pictures as the visitor's cookie says."""
    return {"appearance": Appearance.read(request)}
