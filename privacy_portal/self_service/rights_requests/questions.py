"""Which right asks which questions: one table, one question per page. What is not needed is not asked
(Art. 5(1)(c))."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.identifiers import normalise_email
from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.gdpr.rights import Right
from privacy_portal.processing_register.queries import categories, explanations
from privacy_portal.rights_requests.on_behalf.enums import Capacity

Options = list[tuple[str, Any]]
EVERYTHING = "everything"
LONGEST_TEXT = 5000
NOT_ANSWERED = _("Answer this question to go on.")


@dataclass(frozen=True)
class Question:
    """`options` depends on the language; without it the answer is text. `many` allows several options."""

    key: str
    title: Any
    help: Any = ""
    options: Callable[[str], Options] | None = None
    many: bool = False
    required: bool = True
    lines: int = 6
    validators: tuple[Callable[[str], Any], ...] = ()
    error: Any = NOT_ANSWERED

    def field(self, language: str) -> forms.Field:
        common = {
            "label": self.title,
            "help_text": self.help,
            "required": self.required,
            "error_messages": {"required": self.error},
        }
        if self.options is None:
            return self._text_field(common)
        options = self.options(language)
        if self.many:
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)

    def _text_field(self, common: dict) -> forms.Field:
        if self.lines == 1:
            return forms.CharField(max_length=200, validators=self.validators, **common)
        return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": self.lines}), **common)

    def in_words(self, value: Any, language: str) -> list[str]:
        """The answer as the person saw it; nothing at all when it was left open."""
        if self.options is None:
            return [value] if value else []
        labels = dict(self.options(language))
        chosen = value if isinstance(value, list) else [value]
        return [str(labels[key]) for key in chosen if key in labels]


def data_categories(language: str) -> Options:
    return list(categories(language).items())


def everything_or_some(language: str) -> Options:
    return [(EVERYTHING, _("Everything you have about me")), *data_categories(language)]


def activities_on(*bases: LawfulBasis) -> Callable[[str], Options]:
    """What the register says we do on these grounds, in the person's words."""

    def options(language: str) -> Options:
        return [
            (key, found.name)
            for key, found in explanations(language).items()
            if found.lawful_basis in bases and found.is_public and found.is_active
        ]

    return options


def with_something_else(options: Callable[[str], Options]) -> Callable[[str], Options]:
    """Nobody has to know what we call it: the next question leaves room."""
    return lambda language: [*options(language), ("other", _("Something else"))]


def fixed(*options: tuple[str, Any]) -> Callable[[str], Options]:
    return lambda language: list(options)


INFORMATION_TOPICS = fixed(
    ("whether", _("Whether you use data about me")),
    ("why", _("Why you use my data")),
    ("who", _("Who receives my data")),
    ("how_long", _("How long you keep my data")),
    ("origin", _("Where you got my data from")),
    ("automated", _("Whether a computer decides about me")),
)
ERASURE_GROUNDS = fixed(
    ("no_longer_needed", _("You no longer need the data")),
    ("consent", _("I agreed once, and no longer do")),
    ("objection", _("I do not want you to use my data for your own interest")),
    ("unlawful", _("You should never have had the data")),
    ("other", _("Another reason, or I would rather not say")),
)
RESTRICTION_GROUNDS = fixed(
    ("accuracy", _("The data is not right; check it first")),
    ("unlawful", _("You should not use the data, but I do not want it removed")),
    ("claim", _("You no longer need the data, but I do, for a legal matter")),
    ("objection", _("I objected; wait until that is settled")),
)

WHICH_DATA = Question(
    "data",
    _("Which data is it about?"),
    _("Choose everything that applies."),
    everything_or_some,
    many=True,
    error=_("Choose at least one kind of data, or everything."),
)
EXTRA = Question(
    "extra",
    _("Is there anything you want to add?"),
    _("For instance an order number or a date. Do not send a citizen service number (BSN) or copy of a passport."),
    required=False,
)

QUESTIONS: dict[Right, tuple[Question, ...]] = {
    Right.INFORMATION: (
        Question(
            "topics",
            _("What do you want to know?"),
            _("Choose everything that applies."),
            INFORMATION_TOPICS,
            many=True,
            error=_("Choose at least one thing that you want to know."),
        ),
        EXTRA,
    ),
    Right.ACCESS: (WHICH_DATA, EXTRA),
    Right.RECTIFICATION: (
        Question(
            "field",
            _("Which data is wrong or not complete?"),
            options=with_something_else(data_categories),
            error=_("Choose what is wrong or not complete."),
        ),
        Question(
            "proposed",
            _("What should it be?"),
            _("Write it exactly as it should be."),
            lines=2,
            error=_("Write what it should be."),
        ),
        Question(
            "reason",
            _("How do we know that this is right?"),
            _("For instance: I moved house on 1 March. You can add a file later on."),
            required=False,
        ),
    ),
    Right.ERASURE: (
        WHICH_DATA,
        Question(
            "ground",
            _("Why do you want your data erased?"),
            _("The law names these reasons (article 17 GDPR). Your reason helps us to answer faster."),
            ERASURE_GROUNDS,
            error=_("Choose the reason that fits best."),
        ),
        EXTRA,
    ),
    Right.RESTRICTION: (
        WHICH_DATA,
        Question(
            "ground",
            _("Why should we stop using your data for a while?"),
            _("The law names these four cases (article 18 GDPR)."),
            RESTRICTION_GROUNDS,
            error=_("Choose the case that fits best."),
        ),
        EXTRA,
    ),
    Right.OBJECTION: (
        Question(
            "activities",
            _("What do you object to?"),
            _("These are the things we do for an interest of our own."),
            with_something_else(activities_on(LawfulBasis.LEGITIMATE_INTERESTS, LawfulBasis.PUBLIC_TASK)),
            many=True,
            error=_("Choose at least one thing that you object to."),
        ),
        Question(
            "situation",
            _("What in your situation makes you object?"),
            _("You do not need a reason against advertising. Then you can leave this empty."),
            required=False,
        ),
    ),
    Right.PORTABILITY: (
        WHICH_DATA,
        Question(
            "recipient",
            _("Should we send the file to another organisation?"),
            _("Write its name and address, or leave this empty if you want to receive the file yourself."),
            required=False,
            lines=3,
        ),
        EXTRA,
    ),
    Right.WITHDRAW_CONSENT: (
        Question(
            "activities",
            _("For what do you withdraw your consent?"),
            _("Choose everything that applies."),
            with_something_else(activities_on(LawfulBasis.CONSENT)),
            many=True,
            error=_("Choose at least one thing for which you withdraw your consent."),
        ),
        EXTRA,
    ),
    Right.COMPLAINT: (
        Question("events", _("What happened?"), error=_("Write what happened."), lines=10),
        Question("wish", _("What would put it right for you?"), required=False),
    ),
}

FOR_WHOM = Question(
    "for_whom",
    _("For whom do you ask?"),
    _("If you ask for somebody else, we tell that person, and look first whether you may. That is to protect them."),
    fixed(("self", _("For myself")), *Capacity.choices),
    error=_("Choose for whom you ask."),
)
ON_BEHALF = (
    FOR_WHOM,
    Question("delegate_name", _("What is your own name?"), _("The person you ask for gets to see it."), lines=1),
    Question("person_name", _("What is the name of the person you ask for?"), lines=1),
    Question(
        "person_hints",
        _("By what do we know this person?"),
        _("For instance a customer number, an order number or an address. No citizen service number (BSN)."),
        required=False,
        lines=3,
    ),
    Question(
        "person_email",
        _("What is the e-mail address of that person?"),
        _("We mail them that you ask this, and they can stop it. Leave this empty if they have none, or have died."),
        required=False,
        lines=1,
        validators=(normalise_email,),
    ),
)
"""Asked before the questions of the right, when somebody says that they ask for another (SECURITY V-12)."""

PREFILLED: dict[Right, str] = {
    Right.RECTIFICATION: "field",
    Right.ERASURE: "data",
    Right.ACCESS: "data",
    Right.RESTRICTION: "data",
}
"""Which question a link from the data page answers beforehand, with the key of a data category."""


def questions_for(right: Right) -> tuple[Question, ...]:
    return QUESTIONS[right]


def question_of(right: Right, key: str) -> Question | None:
    return next((question for question in QUESTIONS[right] if question.key == key), None)
