"""When a customer was last seen: the latest of what the shop told, the last order and the last visit."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate

from .enums import OrderStatus
from .models import Customer, Order, Ticket


def refresh_last_active(imported_at: datetime) -> int:
    """For every customer touched by that import, in one statement; how many."""
    orders = Order.objects.filter(customer=OuterRef("pk"))
    ordered = orders.order_by("-placed_at").annotate(day=TruncDate("placed_at")).values("day")[:1]
    visits = Ticket.objects.filter(order__customer=OuterRef("pk"), order__status=OrderStatus.PAID)
    visited = visits.order_by("-event__ends_on").values("event__ends_on")[:1]
    known = F("last_active_on")
    touched = Q(imported_at=imported_at) | Q(Exists(orders.filter(imported_at=imported_at)))
    return Customer.objects.filter(touched).update(
        last_active_on=Greatest(known, Coalesce(Subquery(ordered), known), Coalesce(Subquery(visited), known))
    )
