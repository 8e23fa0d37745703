"""`/healthz`: this process lives. `/readyz`: it may get traffic. Neither tells a stranger how things are built."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def schema_is_current() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_answers() -> bool:
    cache.set("readyz", "1", 5)
    return cache.get("readyz") == "1"


def worker_keeps_up() -> bool:
    """No mail or export waits longer than a quarter of an hour."""
    from django_tasks_db.models import DBTaskResult

    late = timezone.now() - timedelta(minutes=15)
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=late)
    return not waiting.exists()


def ticket_shop_comes_in() -> bool:
    """The last import from the ticket shop's database came in, and not too long ago."""
    from privacy_portal.data_sources.ticketing.importing.freshness import trouble

    return not trouble(timezone.now())


# What must hold before traffic may come, and what is only reported.
REQUIRED: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "schema": schema_is_current,
    "cache": cache_answers,
}
REPORTED: dict[str, Callable[[], bool]] = {"worker": worker_keeps_up, "ticket_shop": ticket_shop_comes_in}


def holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        logger.exception("readiness check failed", extra={"event": f"readyz.{name}"})
        return False


@transaction.non_atomic_requests
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@transaction.non_atomic_requests
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    required = {name: holds(name, check) for name, check in REQUIRED.items()}
    reported = {}
    if required["database"]:
        reported = {name: holds(name, check) for name, check in REPORTED.items()}
    ready = all(required.values())
    outcome = {name: "ok" if fine else "failing" for name, fine in (required | reported).items()}
    return JsonResponse({"status": "ok" if ready else "unavailable", "checks": outcome}, status=200 if ready else 503)
