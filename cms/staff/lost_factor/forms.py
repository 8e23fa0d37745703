from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.staff.forms import TokenForm
from cms.staff.models import User


class AskForm(TokenForm):
    """Whose, how one knows, and a code of one's own: the browser may have been left alone (SECURITY, level S3)."""

    field_order = ["user", "reason", "device", "token"]

    user = forms.ModelChoiceField(label=_("Who lost the second step?"), queryset=User.objects.none())
    reason = forms.CharField(
        label=_("How do you know that it is really them?"),
        help_text=_(
            "For instance: seen at the office, or called on the number in the staff directory. A mail is not enough."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = User.objects.exclude(pk=user.pk).order_by("first_name", "last_name", "email")
