"""The settings of the tests: an installation's, with what speed asks for.

Migrations run as the owner, tests as the application: ``conftest`` sees to it.
"""

import os

# What a developer exported for their own server does not reach the tests.
for name in ("DEMO", "DEBUG", "DATABASE_POOL", "CSRF_TRUSTED_ORIGINS", "EMBEDDED_DATABASE_URL"):
    os.environ.pop(name, None)
os.environ["DEMO"] = "0"
os.environ["DATABASE_ROLE"] = "owner"
os.environ["SECRET_KEY"] = os.environ["CONTRIBUTION_KEY"] = "only for tests " * 4
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
# Two runs at the same time do not share a database; the workers of one run have its number from their parent.
RUN = int(os.environ.setdefault("TEST_RUN", str(os.getpid())))

from charter_site.settings import *  # noqa: E402, F403
from charter_site.settings import DATABASES, MIDDLEWARE, VAR_DIR  # noqa: E402

DATABASES["default"]["TEST"] = {"NAME": f"test_charter_{RUN}"}
if "EMBEDDED" in DATABASES["default"]:
    DATABASES["default"]["EMBEDDED"] |= {"directory": VAR_DIR / "test-postgres", "fast": True}

# The test client and the browser speak plain HTTP.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"

# A password costs nothing to check; a browser finds files under the names they have in the tree.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

MIDDLEWARE = [*MIDDLEWARE, "tests.strictness.SafeMethodsMiddleware"]
