"""Choices as rows of the page: the sentence under each switch, and what there is to press."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy_portal.consent.enums import ChoiceKind
from privacy_portal.consent.queries import ChoiceState


@dataclass(frozen=True)
class Section:
    """Rows of one kind, under a heading that says what the law gives the person here."""

    kind: ChoiceKind
    heading: str | Promise
    explanation: str | Promise
    rows: tuple[ChoiceState, ...]


HEADINGS = {
    ChoiceKind.CONSENT: (
        gettext_lazy("Only if you say yes"),
        gettext_lazy("You can take back your consent at any moment, as easily as you gave it (GDPR, Article 7(3))."),
    ),
    ChoiceKind.OBJECTION: (
        gettext_lazy("Unless you object"),
        gettext_lazy(
            "We do this because it matters to us and hardly touches your privacy. Turn it off and we stop at once, "
            "without asking why (GDPR, Article 21)."
        ),
    ),
    ChoiceKind.SERVICE: (
        gettext_lazy("Part of your order"),
        gettext_lazy("This belongs to what you bought, so there is no switch (GDPR, Article 6(1)(b))."),
    ),
}


def sections(states: Iterable[ChoiceState]) -> list[Section]:
    by_kind: dict[ChoiceKind, list[ChoiceState]] = {kind: [] for kind in HEADINGS}
    for state in states:
        by_kind[state.kind].append(state)
    return [Section(kind, *HEADINGS[kind], tuple(rows)) for kind, rows in by_kind.items() if rows]


def since(state: ChoiceState) -> str:
    """Since when and how this stands, as one sentence."""
    if not state.is_switchable:
        return ""
    if state.is_asking:
        return _("We are still asking how this stands. What you choose here counts.")
    if state.is_unsure:
        return _("One of our systems did not answer, so we do not know how this stands. What you choose here counts.")
    if state.since is None:
        return SILENCE[state.kind, state.on]()
    words = {"day": date_format(state.since, "j F Y"), "how": _how(state)}
    return SINCE[state.kind, state.on]() % words


def _how(state: ChoiceState) -> str:
    if state.source:
        return _("in %(source)s") % {"source": state.source}
    return str(state.method.label) if state.method else ""


# What it means that nobody ever chose, by kind and whether it is on.
SILENCE = {
    (ChoiceKind.CONSENT, False): lambda: _("You did not say yes to this."),
    (ChoiceKind.CONSENT, True): lambda: _("You said yes to this; we do not know when."),
    (ChoiceKind.OBJECTION, True): lambda: _("You did not object to this."),
    (ChoiceKind.OBJECTION, False): lambda: _("You objected to this; we do not know when."),
}

SINCE = {
    (ChoiceKind.CONSENT, True): lambda: _("You said yes on %(day)s, %(how)s."),
    (ChoiceKind.CONSENT, False): lambda: _("You took back your yes on %(day)s, %(how)s."),
    (ChoiceKind.OBJECTION, True): lambda: _("You allowed this again on %(day)s, %(how)s."),
    (ChoiceKind.OBJECTION, False): lambda: _("You objected on %(day)s, %(how)s."),
}
