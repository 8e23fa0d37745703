"""Until when one record is kept, in a sentence: from the register and the record's own date. Art. 15(1)(d)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy_portal.processing_register.enums import AtEnd
from privacy_portal.processing_register.queries import Explanation


def sentence(explanation: Explanation | None, starts: date | None, today: date) -> str:
    """Every record gets one: also when the honest answer is that nobody decided yet."""
    if explanation is None or explanation.period is None:
        return _("Our register states no period for this. Ask us how long we keep it.")
    end = explanation.last_day(starts)
    if end is None:
        return _("We keep this as long as it runs, and %(period)s after it ends.") % {
            "period": explanation.period_label
        }
    if end <= today:
        return _("Its period is over. This goes at the next nightly round.")
    goes = AT_END[explanation.at_end or AtEnd.ERASE]()
    return goes % {"day": date_format(end, "DATE_FORMAT")}


AT_END = {
    AtEnd.ERASE: lambda: _("Will be erased on %(day)s."),
    AtEnd.ANONYMISE: lambda: _("Will be made anonymous on %(day)s."),
}
