"""The public site and the admin may stand on names of their own, each by a process of its own (ROLE)."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

ASK = """
from django.urls import Resolver404, resolve
for path in ("/beheer/", "/beheer/verzoeken/", "/privacybeleid/", "/mijn-gegevens/"):
    try:
        print(path, resolve(path).view_name)
    except Resolver404:
        print(path, "-")
"""
WAGTAIL = "wagtail_serve"


@pytest.mark.security("ASVS 3.5.4")
@pytest.mark.parametrize(
    ("role", "admin"),
    [("public", WAGTAIL), ("worker", WAGTAIL), ("staff", "casework:index"), ("all", "casework:index")],
)
def test_only_who_serves_staff_has_the_admin(role, admin):
    """Elsewhere its addresses are pages of the site that do not exist, like any other."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", ASK]
    environment = os.environ | {"ROLE": role, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    found = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert found["/beheer/verzoeken/"] == admin
    assert (found["/beheer/"] == "wagtailadmin_home") is (role in {"staff", "all"})
    assert found["/privacybeleid/"] == "privacy_policy:policy" and found["/mijn-gegevens/"] == "self_service:home"
