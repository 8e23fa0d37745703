"""Work that comes back: which command runs how often. One timer line an interval is all an operator needs."""

import logging
from collections.abc import Callable

from django.core.management import call_command

logger = logging.getLogger(__name__)

JOBS: dict[str, tuple[str, ...]] = {
    "minute": (
        "publish_scheduled",
        "send_outbox",
        "read_returned_mail",
        "pass_on_choices",
        "pass_on_corrections",
        "send_policy_notices",
        "run_erasures",
        "renew_pages",
    ),
    "hour": ("expire_exports", "destroy_identity_documents", "purge_data_subjects", "purge_policy_notices"),
    "night": (
        # First what the shop knows since, then what is past its period by that.
        "refresh_ticketing",
        "apply_retention",
        "remind_parties",
        "forget_rights_requests",
        "clearsessions",
        "prune_db_task_results",
        "tidy_evidence",
        "verify_ledger",
        "verify_versions",
        "checkpoint_ledger",
    ),
}


def run_jobs(interval: str, *, call: Callable[[str], object] = call_command) -> list[str]:
    """Run all jobs of an interval; one that fails does not keep the next from running. Returns what failed."""
    failed = []
    for command in JOBS[interval]:
        try:
            call(command)
        except (Exception, SystemExit):
            logger.exception("job failed", extra={"task": command})
            failed.append(command)
    return failed
