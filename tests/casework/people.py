"""Staff of the stories: Chandni works the desk, Dirk edits pages, Lena reviews them, Farah is the data protection
officer, Otto audits."""

from django.test import Client

from privacy_portal.casework.groups import AUDITOR, DESK, EDITORS, LEGAL, OFFICER, load_groups
from tests.support import staff

ROLES = {"chandni": DESK, "dirk": EDITORS, "lena": LEGAL, "farah": OFFICER, "otto": AUDITOR}


def signed_in(name: str) -> Client:
    load_groups()
    return staff.signed_in(staff.member_of(ROLES[name], email=f"{name}@example.org"))
