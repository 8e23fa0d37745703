"""A web request of which somebody made sure that staff sent it. Only types: nothing runs differently."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from .models import User


class StaffRequest(HttpRequest):
    user: "User"  # type: ignore[assignment]
