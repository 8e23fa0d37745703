from django.core.management.base import BaseCommand

from privacy_portal.exports.sweeping import sweep


class Command(BaseCommand):
    help = (
        "Destroys the keys of downloads past their days, takes up builds whose worker died and removes files without "
        "a download. Run it every ten minutes."
    )

    def handle(self, **options) -> None:
        swept = sweep()
        self.stdout.write(
            f"{swept.expired} expired, {swept.rebuilt} built after all, "
            f"{swept.orphans} files without a download removed, {swept.lost} downloads without a file ended."
        )
