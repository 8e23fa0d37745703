from django.urls import path
from django.utils.translation import pgettext_lazy

from . import step_up, views

urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path(pgettext_lazy("url", "code/"), views.code, name="sign_in_code"),
    path(pgettext_lazy("url", "code/again/"), views.resend, name="sign_in_resend"),
    path(pgettext_lazy("url", "confirm/"), views.confirm, name="sign_in_confirm"),
    path(pgettext_lazy("url", "link/<str:token>/"), views.link, name="sign_in_link"),
    path(pgettext_lazy("url", "once-more/"), step_up.step_up, name="step_up"),
    path(pgettext_lazy("url", "once-more/code/"), step_up.by_mail, name="step_up_by_mail"),
]
