"""The tables of the ticket shop. What leads to a person is sealed, what is counted is plain.

Names, street, e-mail address, phone number, birth date and bank account are encrypted per row; nobody searches
on them, so that costs nothing. Postcode, city, country and birth year stay readable: the venue's task to reach
a broad audience is measured on them, and they are what anonymising keeps, coarser. A person is found by a keyed
index of the e-mail address, or by the customer number, which means nothing outside these tables.
"""

from .idempotency import ErasureRun
from .importing import ImportNote, ImportRun
from .people import Customer, LockerRental, LoyaltyMembership, MailChoice
from .programme import Event, Hall
from .sales import Order, Sharing, Ticket, WaitingListEntry
from .staging import TWINS

__all__ = [
    "TWINS",
    "Customer",
    "ErasureRun",
    "Event",
    "Hall",
    "ImportNote",
    "ImportRun",
    "LockerRental",
    "LoyaltyMembership",
    "MailChoice",
    "Order",
    "Sharing",
    "Ticket",
    "WaitingListEntry",
]
