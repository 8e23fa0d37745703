"""What the data view asks: the records that belong to another one, under the name of their kind."""

from itertools import groupby

from django import template

from privacy_portal.self_service.data_view.groups import Entry, Group

register = template.Library()


@register.filter
def belonging(group: Group, entry: Entry) -> list[tuple[str, list[Entry]]]:
    """Of every kind its own words: tickets of an order, mails that were opened, messages of a request."""
    told = zip(group.children.get(entry.reference, ()), entry.children, strict=True)
    return [
        (label, [child for _record, child in those])
        for label, those in groupby(told, key=lambda pair: str(pair[0].kind_label))
    ]
