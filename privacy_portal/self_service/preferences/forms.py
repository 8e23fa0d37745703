"""One switch. Nothing else that is posted counts: the words shown are kept by the room, never taken from the form."""

from django import forms


class SwitchForm(forms.Form):
    # A box that is not ticked is not sent, so its absence is the answer "off".
    on = forms.BooleanField(required=False)
