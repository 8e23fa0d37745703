from django.urls import path
from django.utils.translation import pgettext_lazy

from . import proof_codes, step_up, views

urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path(pgettext_lazy("url", "code/"), views.code, name="sign_in_code"),
    path(pgettext_lazy("url", "code/again/"), views.resend, name="sign_in_resend"),
    path(pgettext_lazy("url", "confirm/"), views.confirm, name="sign_in_confirm"),
    path(pgettext_lazy("url", "link/<str:token>/"), views.link, name="sign_in_link"),
    path(pgettext_lazy("url", "once-more/"), step_up.step_up, name="step_up"),
    path(pgettext_lazy("url", "once-more/code/"), step_up.by_mail, name="step_up_by_mail"),
    path(pgettext_lazy("url", "once-more/box-office/"), proof_codes.desk, name="proof_desk"),
    path(pgettext_lazy("url", "once-more/letter/"), proof_codes.letter, name="proof_letter"),
    path(pgettext_lazy("url", "once-more/letter/ask/"), proof_codes.ask_letter, name="proof_letter_ask"),
    path(pgettext_lazy("url", "once-more/other-address/"), proof_codes.other_address, name="proof_address"),
    path(pgettext_lazy("url", "once-more/other-address/send/"), proof_codes.send_other, name="proof_address_send"),
]
