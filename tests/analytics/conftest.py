"""Pages are tested for their own sake: no second factor, no rate limit."""

import pytest


@pytest.fixture(autouse=True)
def _plain_entrance(settings: object) -> None:
    settings.MFA_REQUIRED = False  # type: ignore[attr-defined]  # pytest-django's settings take any name
    settings.RATE_LIMITS = False  # type: ignore[attr-defined]  # as above
