from django.core.management.base import BaseCommand, CommandError

from privacy_portal.privacy_policy.verification import Verdict, verify


class Command(BaseCommand):
    help = (
        "Recomputes every hash of every published version and compares it with the ledger. Names each version that is "
        "not what was published, and in what; then it exits with an error. verify_ledger checks the ledger itself."
    )

    def handle(self, *args, **options):
        verdict = verify()
        refuse_faults(verdict)
        self.stdout.write(f"{verdict.versions} versions, each as it was published.")


def refuse_faults(verdict: Verdict) -> None:
    if not verdict.is_whole:
        raise CommandError("Not as published:\n" + "\n".join(map(str, verdict.faults)))
