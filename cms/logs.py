"""Logs for machines: one JSON object a line with ids and verbs. What people type never gets here (SECURITY L-07)."""

import json
import logging
from datetime import UTC, datetime

from privacy_portal.evidence.context import request_id

# Facts a log call may add with `extra=`; anything else a record carries is left out on purpose.
ALLOWED_EXTRA = ("event", "method", "route", "status", "milliseconds", "task", "count", "outcome")


class JsonFormatter(logging.Formatter):
    """JSON escapes CR, LF and terminal codes, so one event is always one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.message_of(record),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= {name: getattr(record, name) for name in ALLOWED_EXTRA if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.traceback_of(record)
        return json.dumps(line, ensure_ascii=True, default=str)

    def message_of(self, record: logging.LogRecord) -> str:
        """Django's server and request loggers put the full path in the message; only the verb and status stay."""
        if record.name in {"django.server", "django.request", "django.security.csrf"}:
            return f"status {getattr(record, 'status_code', '-')}"
        return record.getMessage()

    def traceback_of(self, record: logging.LogRecord) -> list[str]:
        """Where it broke and the error's class; the error's words may quote a person."""
        exc_type, _, trace = record.exc_info  # type: ignore[misc]
        frames = []
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
            trace = trace.tb_next
        return [*frames, exc_type.__name__ if exc_type else "?"]
