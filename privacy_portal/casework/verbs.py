"""What the desk can do with a case, as one table: the verb, its form, and the words on its button."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.erasing import agree_to_erase
from privacy_portal.rights_requests.identity import open_override
from privacy_portal.rights_requests.identity_documents import actions as identity_documents
from privacy_portal.rights_requests.lifecycle import Verb
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.on_behalf import actions as on_behalf

from . import delegations, forms


@dataclass(frozen=True)
class DeskVerb:
    """`name` is in the address of the form; `done` is said afterwards, or `half` while a second person has to agree."""

    name: str
    label: str | Promise
    done: str | Promise
    form: type[forms.CaseForm]
    action: Callable[..., object]
    icon: str
    verb: Verb | None = None
    serious: bool = False
    # What only the case itself can tell, beside its state.
    when: Callable[[RightsRequest], bool] = lambda case: True
    half: str | Promise = ""
    is_half: Callable[[RightsRequest], bool] | None = None

    def said(self, case: RightsRequest) -> str | Promise:
        return self.half if self.is_half and self.is_half(case) else self.done

    def fits(self, case: RightsRequest) -> bool:
        return (self.verb is None or case.may(self.verb)) and self.when(case)


VERBS: dict[str, DeskVerb] = {
    verb.name: verb
    for verb in (
        DeskVerb(
            "take",
            _("Take this case"),
            _("You now work on this case."),
            forms.NothingForm,
            actions.take,
            "user",
            Verb.TAKE,
        ),
        DeskVerb(
            "ask",
            _("Ask a question"),
            _("Your question was sent."),
            forms.QuestionForm,
            actions.ask_subject,
            "help",
            Verb.ASK,
        ),
        DeskVerb(
            "message",
            _("Send a message"),
            _("Your message was sent."),
            forms.MessageForm,
            actions.send_message,
            "mail",
            Verb.MESSAGE,
        ),
        DeskVerb(
            "papers",
            _("Check whether they may ask for somebody else"),
            _("Your decision is kept and who asks was told."),
            forms.PapersForm,
            on_behalf.check_papers,
            "clipboard-list",
            when=delegations.is_to_check,
        ),
        DeskVerb(
            "told",
            _("Write down how the person was told"),
            _("It is written down. The person has 72 hours to object."),
            forms.ToldForm,
            on_behalf.note_told,
            "mail",
            when=delegations.is_to_tell,
        ),
        DeskVerb(
            "identity",
            _("Confirm who this is"),
            _("The identity is confirmed."),
            forms.IdentityForm,
            actions.confirm_identity,
            "check",
            Verb.CONFIRM_IDENTITY,
            half=_("What you say is kept. After doubt, a colleague has to say the same."),
            is_half=lambda case: open_override(case) is not None,
        ),
        DeskVerb(
            "doubt",
            _("Doubt who this is"),
            _("Your question was sent and the clock stands still."),
            forms.DoubtForm,
            actions.doubt_identity,
            "lock",
            Verb.DOUBT_IDENTITY,
        ),
        DeskVerb(
            "document",
            _("Ask for a copy of an identity document"),
            _("You asked for a copy. The person got a mail that leads to your reason."),
            forms.DocumentForm,
            identity_documents.ask_for_document,
            "image",
            when=identity_documents.is_askable,
        ),
        DeskVerb(
            "looked-at",
            _("Write down what the copy shows"),
            _("It is written down and the picture is destroyed."),
            forms.LookedAtForm,
            identity_documents.note_looked_at,
            "check",
            when=identity_documents.is_to_look_at,
        ),
        DeskVerb(
            "resume",
            _("Let the clock run again"),
            _("The clock runs again."),
            forms.NothingForm,
            actions.resume,
            "resubmit",
            Verb.RESUME,
        ),
        DeskVerb(
            "extend",
            _("Extend the term"),
            _("The term is extended and the person was told."),
            forms.ExtendForm,
            actions.extend,
            "calendar-alt",
            Verb.EXTEND,
        ),
        DeskVerb(
            "erase",
            _("Agree to erase"),
            _("Your agreement is kept. The second one of two people starts the erasure."),
            forms.NothingForm,
            agree_to_erase,
            "bin",
            Verb.ERASE,
            serious=True,
        ),
        DeskVerb(
            "answer",
            _("Answer and close"),
            _("The answer is sent and the case is closed."),
            forms.AnswerForm,
            actions.answer,
            "circle-check",
            Verb.ANSWER,
        ),
        DeskVerb(
            "refuse",
            _("Refuse and close"),
            _("The refusal is sent and the case is closed."),
            forms.RefuseForm,
            actions.refuse,
            "cross",
            Verb.REFUSE,
            serious=True,
        ),
        DeskVerb("note", _("Write a note"), _("Your note is kept."), forms.NoteForm, actions.note, "edit"),
    )
}
