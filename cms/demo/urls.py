"""Pages that exist only where DEMO_MAILBOX is set, in development and in the demo: the mailbox and the style guide."""

from django.urls import path

from cms.styleguide import styleguide

from . import views

app_name = "demo"
urlpatterns = [
    path("mail/", views.mail, name="mail"),
    path("styleguide/", styleguide, name="styleguide"),
]
