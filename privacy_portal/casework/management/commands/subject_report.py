import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy_portal.casework.subject_report import NoReport, subject_report


class Command(BaseCommand):
    help = (
        "Prints what every source holds about the person of a case, for a request by phone or on paper: per source "
        "what came of asking, per value its purpose, lawful basis, origin and last day. Needs the number of the case; "
        "making a report is recorded in the ledger."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--case", required=True, help="the number of the case, for instance SPOT-2026-0001")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args, email: str, case: str, format: str, **options):
        try:
            report = subject_report(email, number=case, now=timezone.now())
        except NoReport as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) if format == "json" else as_text(report))


def as_text(report: dict[str, Any]) -> str:
    return "\n\n".join("\n".join(lines_of(source)) for source in report["sources"])


def lines_of(source: dict[str, Any]) -> list[str]:
    lines = [f"{source['source']}: {source['status']} ({source['asked_at']})"]
    for row in source["records"]:
        until = f", until {row['end_date']}" if row["end_date"] else ""
        about = "; ".join(part for part in (row["purpose"], row["basis"], row["origin"]) if part)
        lines.append(f"  {row['label']}: {row['value'] if row['value'] not in (None, '') else '-'} [{about}{until}]")
    return lines
