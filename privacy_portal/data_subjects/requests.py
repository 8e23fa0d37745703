"""What a request knows about the customer who sent it."""

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from . import sessions
from .levels import Level
from .models import CustomerSession, DataSubject


class CustomerRequest(HttpRequest):
    """Looked up when it is first asked for. A property gives a real None where a lazy object would not."""

    @cached_property
    def customer_session(self) -> CustomerSession | None:
        token = self.COOKIES.get(settings.CUSTOMER_COOKIE_NAME, "")
        now = timezone.now()
        session = sessions.find(token, now=now) if token else None
        if session is not None:
            sessions.touch(session, now=now)
        return session

    @cached_property
    def data_subject(self) -> DataSubject | None:
        return self.customer_session.subject if self.customer_session else None

    @cached_property
    def level(self) -> Level:
        return self.customer_session.level(timezone.now()) if self.customer_session else Level.A0

    @cached_property
    def notices(self) -> list[str]:
        """Shown once: reading them takes them from the session."""
        return self.customer_session.take("notices", []) if self.customer_session else []


class SignedInRequest(CustomerRequest):
    """The same as a view behind `requires` sees it; for annotations."""

    customer_session: CustomerSession  # type: ignore[assignment]
    data_subject: DataSubject  # type: ignore[assignment]
