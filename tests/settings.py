"""The settings of the tests: the installation's own, with what speed asks for."""

import os

# What a developer exported for their own server does not reach the tests.
for name in ("DEMO", "DEBUG", "ALLOWED_HOSTS", "DATABASE_POOL", "DATABASE_ROLE", "CSRF_TRUSTED_ORIGINS"):
    os.environ.pop(name, None)
os.environ["DEMO"] = "0"
os.environ["SECRET_KEY"] = os.environ["CONTRIBUTION_KEY"] = "only for tests " * 4
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"

from charter_site.settings import *  # noqa: E402, F403
from charter_site.settings import BASE_DIR, VAR_DIR  # noqa: E402

# The test client and the browser speak plain HTTP.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"

# A password costs nothing to check; a browser finds files under the names they have in the tree.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = VAR_DIR / "test-static"
WHITENOISE_AUTOREFRESH = True
STATICFILES_DIRS = [BASE_DIR / "static"]
