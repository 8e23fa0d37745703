from typing import Any

from django.core.management.base import BaseCommand

from privacy_portal.evidence.rotation import encrypted_fields, reseal


class Command(BaseCommand):
    help = (
        "Seal every encrypted value again under the newest key of its ring. Put the new key first in FIELD_KEYS, "
        "restart, run this, then take the old key out. May be stopped and started again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for field in encrypted_fields():
            self.stdout.write(f"{field.model._meta.label}.{field.name}: {reseal(field)} sealed again")
