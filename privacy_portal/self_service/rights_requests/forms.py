"""The forms of the wizard and of the thread."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy_portal.rights_requests.attachments import check_count, check_upload
from privacy_portal.rights_requests.file_types import EXTENSIONS
from privacy_portal.rights_requests.identity_documents.actions import check_picture
from privacy_portal.self_service.rights_requests.questions import LONGEST_TEXT, Question


def question_form(question: Question, language: str, data: Mapping | None = None, initial: Any = None) -> forms.Form:
    """One page, one question."""
    field_class = type("QuestionForm", (forms.Form,), {question.key: question.field(language)})
    return field_class(data, initial={question.key: initial})


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: the fields and files of a POST, also when it is empty; nothing otherwise."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _file_rules() -> str:
    """What may be sent, said before somebody tries."""
    return gettext("At most %(count)s files of %(size)s each. Allowed types: %(types)s.") % {
        "count": settings.ATTACHMENT_MAX_FILES,
        "size": filesizeformat(settings.ATTACHMENT_MAX_BYTES),
        "types": ", ".join(EXTENSIONS),
    }


file_rules = lazy(_file_rules, str)


def _document_rules() -> str:
    return gettext("A photo or a scan, as JPG or PNG, of %(size)s at most.") % {
        "size": filesizeformat(settings.ATTACHMENT_MAX_BYTES)
    }


document_rules = lazy(_document_rules, str)


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is looked at, and what is wrong with one is said with its name."""

    def __init__(self, **kwargs: Any) -> None:
        accept = ",".join(f".{extension}" for extension in EXTENSIONS)
        kwargs.setdefault("widget", SeveralFiles(attrs={"accept": accept}))
        kwargs.setdefault("label", _("Files"))
        kwargs.setdefault("help_text", file_rules())
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if not uploads:
            super().clean(None, initial)
        check_count(0, len(uploads))
        errors = []
        for upload in uploads:
            try:
                check_upload(super().clean(upload, initial))
            except forms.ValidationError as error:
                errors.extend(error.error_list)
        if errors:
            raise forms.ValidationError(errors)
        return list(uploads)


class FilesForm(forms.Form):
    """The last page before the answers are checked."""

    all_optional = True
    uploads = FilesField(required=False)

    def __init__(self, *args: Any, already: int = 0, **kwargs: Any) -> None:
        self.already = already
        super().__init__(*args, **kwargs)

    def clean_uploads(self) -> list[UploadedFile]:
        uploads = self.cleaned_data["uploads"]
        check_count(self.already, len(uploads))
        return uploads


class ReplyForm(forms.Form):
    """Both fields come back as they were typed when one is wrong; a browser keeps no chosen file, so we say so."""

    body = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Write your message.")},
    )
    uploads = FilesField(required=False)


class DocumentForm(forms.Form):
    """One picture, and that what we may not see is covered (SECURITY V-07; UAVG art. 46 for the number)."""

    picture = forms.FileField(
        label=_("Your copy"),
        help_text=document_rules(),
        widget=forms.FileInput({"accept": ".jpg,.jpeg,.png"}),
        error_messages={"required": _("Choose the picture of your copy.")},
    )
    is_covered = forms.BooleanField(
        label=_("My citizen service number and my photograph are covered"),
        error_messages={"required": _("Cover the number and the photograph first, and then tick this box.")},
    )

    def clean_picture(self) -> UploadedFile:
        check_picture(self.cleaned_data["picture"])
        return self.cleaned_data["picture"]


class PapersForm(forms.Form):
    """What shows that one may ask for another."""

    uploads = FilesField(label=_("Papers"))
