from typing import Any

from django.core.management.base import BaseCommand

from privacy_portal.evidence.checkpoints import mail_checkpoint, make_checkpoint


class Command(BaseCommand):
    help = (
        "Sign how far the ledger came, mail the receipt to CHECKPOINT_EMAIL and print it. Part of `run_jobs night`: "
        "keep the lines out of this application's reach: with the data protection officer, on write-once storage."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        checkpoint = make_checkpoint()
        if checkpoint is None:
            self.stderr.write("The ledger is empty; there is nothing to sign yet.")
            return
        self.stdout.write(checkpoint.receipt)
        if mail_checkpoint(checkpoint) is None:
            self.stderr.write("CHECKPOINT_EMAIL is empty, so this line went nowhere else.")
