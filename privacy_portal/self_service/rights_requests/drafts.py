"""A request that is being written. It lives in the customer's own session on the server: nothing of it is in the
address, nothing in the browser, and going back or closing the tab loses nothing."""

from typing import Any

from django.db import models

from privacy_portal.data_subjects.models import CustomerSession, DataSubject
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.models import Attachment
from privacy_portal.rights_requests.on_behalf.enums import Capacity
from privacy_portal.self_service.rights_requests.forms import question_form
from privacy_portal.self_service.rights_requests.questions import (
    FOR_WHOM,
    ON_BEHALF,
    PREFILLED,
    Question,
    question_of,
    questions_for,
)


class Draft:
    """One per right: whoever begins a second kind of request keeps the first."""

    def __init__(self, session: CustomerSession, right: Right) -> None:
        self._session, self._slot, self.right = session, f"request-draft-{right.value}", right
        self._content: dict[str, Any] = session.get(self._slot) or {}

    @property
    def exists(self) -> bool:
        return bool(self._content)

    @property
    def answers(self) -> dict[str, Any]:
        return self._content.get("answers", {})

    @property
    def suggestions(self) -> dict[str, Any]:
        """What a link filled in beforehand; it still has to be seen and sent by the person."""
        return self._content.get("suggestions", {})

    @property
    def files_done(self) -> bool:
        return self._content.get("files_done", False)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those of the right; and for whom, once the person said that it is for somebody else."""
        if not self._content.get("for_other"):
            return questions_for(self.right)
        return (*(ON_BEHALF if self.capacity else (FOR_WHOM,)), *questions_for(self.right))

    @property
    def capacity(self) -> Capacity | None:
        """As what this person asks for another; nothing when they ask for themselves."""
        chosen = self.answers.get(FOR_WHOM.key)
        return Capacity(chosen) if self._content.get("for_other") and chosen in Capacity.values else None

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def begin(self, prefill: str, language: str, *, for_other: bool = False) -> None:
        """A draft that is there goes on; a key which the register does not know is forgotten."""
        question = question_of(self.right, PREFILLED.get(self.right, ""))
        known = dict(question.options(language)) if question and question.options else {}
        suggestions = dict(self.suggestions)
        if question and prefill in known:
            suggestions[question.key] = [prefill] if question.many else prefill
        asks = {"for_other": True} if for_other else {}
        self._store(answers=self.answers, suggestions=suggestions, **asks)

    def prefill(self, **answers: Any) -> None:
        """Answers given on another page; each is still seen, and may be changed, before anything is sent."""
        self._store(answers={**self.answers, **answers}, suggestions=self.suggestions)

    def put(self, key: str, value: Any) -> None:
        self._store(answers={**self.answers, key: value})

    def initial(self, question: Question) -> Any:
        return self.answers.get(question.key, self.suggestions.get(question.key))

    def files(self, subject: DataSubject) -> models.QuerySet[Attachment]:
        """Waiting to be handed in with this draft; the session holds ids, the query whose they are."""
        return Attachment.objects.of(subject).unsent().filter(pk__in=self._content.get("files", []))

    def add_file(self, attachment: Attachment) -> None:
        self._store(files=[*self._content.get("files", []), str(attachment.pk)])

    def finish_files(self) -> None:
        self._store(files_done=True)

    def first_open(self, language: str) -> Question | None:
        """The first question without a valid answer: no later page opens before it (ASVS 2.3.1)."""
        for question in self.questions:
            if not self._is_answered(question, language):
                return question
        return None

    def take(self) -> None:
        """Hand it in or throw it away: a second press of the button finds nothing."""
        self._session.take(self._slot)
        self._content = {}

    def _is_answered(self, question: Question, language: str) -> bool:
        if question.key not in self.answers:
            return False
        return question_form(question, language, {question.key: self.answers[question.key]}).is_valid()

    def _store(self, **changes: Any) -> None:
        self._content = {**self._content, **changes}
        self._session.put(self._slot, self._content)


def as_details(draft: Draft, language: str) -> dict[str, Any]:
    """What was asked and answered, in the words that were on the screen, and the keys behind them."""
    questions = draft.questions
    return {
        "answers": [
            {
                "key": question.key,
                "question": str(question.title),
                "answer": question.in_words(draft.answers.get(question.key), language),
            }
            for question in questions
        ],
        "keys": {question.key: draft.answers.get(question.key) for question in questions if question.options},
    }
