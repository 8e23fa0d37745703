"""What the portal's layout asks: the menu, and how long the session lasts."""

from django import template
from django.utils import timezone

from privacy_portal.self_service.navigation import Entry, menu

register = template.Library()


@register.simple_tag(takes_context=True)
def portal_menu(context: dict) -> list[Entry]:
    return menu(context["request"])


@register.simple_tag(takes_context=True)
def session_seconds(context: dict) -> int:
    """How long until this session ends if nothing is done."""
    session = context["request"].customer_session
    return max(0, int((session.ends_at - timezone.now()).total_seconds()))
