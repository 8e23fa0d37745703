"""The demo's content, in the order in which the rooms build on each other. Each step can be run again."""

from collections.abc import Callable
from datetime import datetime

from cms.staff.demo import load_staff
from home.demo import load_pages
from privacy_portal.casework.demo import load_cases
from privacy_portal.casework.groups import LEGAL, load_groups
from privacy_portal.consent.demo import load_newsletters
from privacy_portal.data_sources.ticketing.demo import load_customers
from privacy_portal.privacy_policy.approval.loading import load_review
from privacy_portal.privacy_policy.demo import load_policy
from privacy_portal.processing_register.demo import load as load_register

STEPS: tuple[tuple[str, Callable[[datetime], object]], ...] = (
    ("pages and languages", lambda now: load_pages(now=now)),
    ("processing register", lambda now: load_register(now=now)),
    ("privacy policy, two versions", lambda now: load_policy(now=now)),
    ("review of the policy by legal", lambda now: load_review([load_groups()[LEGAL]])),
    ("staff", lambda now: load_staff(now=now)),
    ("customers and orders", lambda now: load_customers(now=now)),
    ("newsletters", lambda now: load_newsletters(now=now)),
    ("rights requests", lambda now: load_cases(now=now)),
)


def load_demo(*, now: datetime, tell: Callable[[str], object] = lambda line: None) -> None:
    for name, step in STEPS:
        tell(name)
        step(now)
