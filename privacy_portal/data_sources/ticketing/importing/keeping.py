"""What an import must not undo: what people changed here and the ticket shop does not know yet."""

from privacy_portal.data_sources.ticketing.finding import email_index
from privacy_portal.data_sources.ticketing.models import Customer, LoyaltyMembership, Sharing


def keep_corrections(new: Customer, old: Customer) -> None:
    """A corrected field stays until the shop brings the same value; then the mark goes (Art. 16)."""
    open_marks = [name for name in old.corrected if getattr(new, name) != getattr(old, name)]
    for name in open_marks:
        setattr(new, name, getattr(old, name))
    new.corrected = open_marks
    if "email" in open_marks and new.email:
        new.email_index = email_index(new.email)
    new.birth_year = new.birth_date.year if new.birth_date else None


def keep_ending(new: LoyaltyMembership, old: LoyaltyMembership) -> None:
    """A membership ended here stays ended, unless the shop tells of a later joining (Art. 7(3))."""
    if old.ended_on and not new.ended_on and new.since <= old.ended_on:
        new.ended_on = old.ended_on


def keep_withdrawal(new: Sharing, old: Sharing) -> None:
    """Withdrawn is withdrawn: a new yes is a new sharing (Art. 7(3))."""
    new.withdrawn_on = new.withdrawn_on or old.withdrawn_on
