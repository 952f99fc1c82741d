"""The product's settings in the environment that tests need: a folder of their own, no rate limits."""

import os
import tempfile

os.environ.setdefault("OTKLIK_DATA", tempfile.mkdtemp(prefix="otklik-tests-"))
os.environ.setdefault("OTKLIK_SECRET_KEY", "a key that only tests use, long enough to be one")
os.environ["OTKLIK_RATE_LIMITS"] = "0"
os.environ["OTKLIK_MFA_REQUIRED"] = "0"

from otklik.config.settings import *  # noqa: F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - from the product's settings
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Fast on purpose: what is tested is not the hashing."""
