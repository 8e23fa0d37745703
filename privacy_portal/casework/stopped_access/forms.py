from django.utils.translation import gettext_lazy as _

from privacy_portal.casework.identity.forms import SeenForm


class OpenForm(SeenForm):
    """A mailbox alone does not do: it may be just that which is in other hands."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].error_messages["required"] = _(
            "Choose how you made sure. Did you do none of these? Then leave access closed."
        )
