"""Which data category of the register each column belongs to. A column nobody classified stops the start.

Read with the register: a category here that no activity names would be data held without a stated purpose.
"""

from collections.abc import Iterator

from django.core import checks
from django.db import models

from privacy_portal.data_sources.kept_answers.models import KeptAnswer
from privacy_portal.data_sources.setting import SourceSetting

from . import models as tables

# Table -> column -> data category.
PERSONAL: dict[type[models.Model], dict[str, str]] = {
    tables.Customer: {
        "number": "account",
        "first_name": "name",
        "last_name": "name",
        "email": "email",
        "email_index": "email",
        "phone": "phone",
        "street": "address",
        "postcode": "postcode",
        "city": "city",
        "country": "country",
        "birth_date": "birth-date",
        "birth_year": "birth-date",
        "preferences": "preferences",
        "origin": "account",
        "account_since": "account",
        "last_active_on": "visit-history",
    },
    tables.Order: {
        "number": "order",
        "customer": "order",
        "placed_at": "order",
        "channel": "order",
        "status": "order",
        "payment": "order",
        "total_cents": "order",
        "iban": "bank-account",
        "invoice_number": "order",
        "invoice_to": "name",
        "staff_note": "order",
    },
    tables.Ticket: {
        "number": "ticket",
        "order": "ticket",
        "event": "ticket",
        "seat": "ticket",
        "price_cents": "ticket",
        "holder_name": "name",
        "holder_email": "email",
        "holder_index": "email",
        "scanned_at": "visit-history",
    },
    tables.WaitingListEntry: {
        "number": "waiting-list",
        "customer": "waiting-list",
        "event": "waiting-list",
        "seats": "waiting-list",
        "joined_on": "waiting-list",
        "state": "waiting-list",
    },
    tables.LoyaltyMembership: {
        "number": "loyalty",
        "customer": "loyalty",
        "since": "loyalty",
        "ended_on": "loyalty",
        "magazine_by_post": "loyalty",
    },
    tables.MailChoice: {
        "customer": "newsletter",
        "key": "newsletter",
        "on": "newsletter",
        "changed_on": "newsletter",
    },
    tables.LockerRental: {
        "number": "locker",
        "email": "email",
        "email_index": "email",
        "locker": "locker",
        "event": "locker",
        "rented_on": "locker",
    },
    tables.Sharing: {
        "number": "order",
        "customer": "order",
        "event": "order",
        "kind": "order",
        "recipient": "order",
        "agreed_on": "order",
        "shared_on": "order",
        "withdrawn_on": "order",
    },
    tables.ImportNote: {
        "table": "account",
        "number": "account",
        "forgotten_on": "account",
    },
}
# As the contract of a source declares it.
FIELD_CATEGORIES = {
    f"{model.__name__}.{column}": category
    for model, columns in PERSONAL.items()
    for column, category in columns.items()
}
CATEGORIES = frozenset(FIELD_CATEGORIES.values())
# A twin holds for minutes what its table holds, by the same columns (models/staging.py).
LIVE = {twin: model for model, twin in tables.TWINS.items()}
# Columns that say something about the row, not about the person.
ABOUT_THE_ROW = frozenset({"id", "imported_at", "corrected", "restricted_on", "anonymised_on", "is_left_out"})
# Tables without a person in them.
IMPERSONAL = frozenset({tables.Hall, tables.Event, tables.ErasureRun, tables.ImportRun, SourceSetting})
# Answers of other systems, sealed and for minutes: each field inside names a category of its own.
COPIES = frozenset({KeptAnswer})


def unclassified(models_: Iterator[type[models.Model]] | tuple[type[models.Model], ...]) -> Iterator[str]:
    """Columns, as "Table.column", that are neither claimed by a category nor about the row."""
    for model in (LIVE.get(model, model) for model in models_):
        claimed = PERSONAL.get(model, {})
        for column in () if model in IMPERSONAL | COPIES else model._meta.concrete_fields:
            if column.name not in claimed and column.name not in ABOUT_THE_ROW:
                yield f"{model.__name__}.{column.name}"


@checks.register
def every_column_is_classified(app_configs=None, **kwargs) -> list[checks.CheckMessage]:
    """data_sources.E001: personal data nobody gave a purpose is not collected (Art. 5(1)(b))."""
    from django.apps import apps

    return [
        checks.Error(
            f"{name} has no data category.",
            hint="Claim it in data_sources/ticketing/classification.py.",
            id="data_sources.E001",
        )
        for name in unclassified(apps.get_app_config("data_sources").get_models())
    ]
