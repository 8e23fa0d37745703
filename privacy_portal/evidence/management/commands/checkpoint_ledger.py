from typing import Any

from django.core.management.base import BaseCommand

from privacy_portal.evidence.checkpoints import make_checkpoint


class Command(BaseCommand):
    help = (
        "Sign how far the ledger has come and print the receipt. Run it daily and keep the line where this "
        "application cannot reach it: with the data protection officer, on write-once storage."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        checkpoint = make_checkpoint()
        if checkpoint is None:
            self.stderr.write("The ledger is empty; there is nothing to sign yet.")
        else:
            self.stdout.write(checkpoint.receipt)
