"""What ties everything that one web request causes together: its id, in the log lines and in the ledger."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
