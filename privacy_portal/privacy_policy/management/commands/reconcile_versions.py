from django.core.management.base import BaseCommand

from privacy_portal.evidence.actors import Actor
from privacy_portal.privacy_policy.actions import freeze
from privacy_portal.privacy_policy.models import PolicyPage
from privacy_portal.privacy_policy.verification import verify

from .verify_versions import refuse_faults


class Command(BaseCommand):
    help = (
        "Freezes policy pages that are live without a version of their live revision (after a restore, for instance), "
        "and verifies all versions as verify_versions does. Safe to run at any time."
    )

    def handle(self, *args, **options):
        for page in PolicyPage.objects.live().filter(alias_of=None).select_related("live_revision", "locale"):
            self.reconcile(page)
        refuse_faults(verify())

    def reconcile(self, page: PolicyPage) -> None:
        if page.versions.filter(revision=page.live_revision).exists():
            return
        before = page.versions.count()
        version = freeze(page, page.live_revision, Actor.system("reconcile_versions"))
        done = "frozen" if page.versions.count() > before else "already says the same"
        self.stdout.write(f"{version}: {done}")
