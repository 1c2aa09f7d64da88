"""A connection of the application's own.

Tests act as its role by SET ROLE, which they can undo: whoever logs in as the application cannot.
"""

from __future__ import annotations

import os
from typing import Any

import dj_database_url
import psycopg
from django.conf import settings
from django.db import connection

from charter_site.embedded_postgres import Cluster


def login() -> psycopg.Connection[Any]:
    """Enter the database of the test as the application does, each statement committed at once."""
    if embedded := settings.DATABASES["default"].get("EMBEDDED"):
        entry = Cluster(embedded["directory"], fast=True).login("app")
    else:
        told = dj_database_url.parse(os.environ["DATABASE_URL"])
        entry = {"host": told["HOST"], "port": told["PORT"] or None, "user": told["USER"], "password": told["PASSWORD"]}
        entry |= {"host": told["OPTIONS"].get("host") or told["HOST"]} if told.get("OPTIONS") else {}
    return psycopg.connect(**entry, dbname=connection.settings_dict["NAME"], autocommit=True, prepare_threshold=None)
