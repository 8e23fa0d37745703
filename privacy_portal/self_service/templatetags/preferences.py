"""What the preference page asks per row."""

from django import template

from privacy_portal.consent.queries import ChoiceState
from privacy_portal.self_service.preferences.rows import since

register = template.Library()


@register.filter
def since_when(state: ChoiceState) -> str:
    return since(state)
