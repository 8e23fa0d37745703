from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from privacy_portal.privacy_policy.approval.loading import load_review


class Command(BaseCommand):
    help = (
        "Makes the workflow in which a group reviews every privacy policy before it is published. Without it nobody "
        "can publish a policy from the admin. Does nothing when there is one already; steps and groups can be "
        "changed in the admin under Settings, Workflows."
    )

    def add_arguments(self, parser):
        parser.add_argument("--group", default="Legal", help="who reviews (default: Legal)")
        parser.add_argument("--language", default="nl", help="of the names people see (default: nl)")

    def handle(self, *args, group: str, language: str, **options):
        reviewers = Group.objects.filter(name=group).first()
        if reviewers is None:
            raise CommandError(f"There is no group “{group}”. Run migrate first, or name another one with --group.")
        with translation.override(language):
            workflow = load_review([reviewers])
        self.stdout.write(f"Review workflow: {workflow.name}")
