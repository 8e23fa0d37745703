from django.urls import path

from . import views
from .directory import views as directory
from .lost_factor import views as lost_factor
from .passkeys import views as passkeys

app_name = "staff"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("login/code/", views.verify, name="verify"),
    path("login/app/", views.enrol, name="enrol"),
    path("login/sleutel/", passkeys.Ask.as_view(), name="passkey_ask"),
    path("login/sleutel/antwoord/", passkeys.Answer.as_view(), name="passkey_answer"),
    path("login/sleutel/woorden.js", passkeys.Words.as_view(), name="passkey_words"),
    path("login/organisatie/", directory.start, name="directory_start"),
    path("login/organisatie/terug/", directory.callback, name="directory_callback"),
    path("login/welkom/<uidb64>/<token>/", views.Accept.as_view(), name="accept"),
    path("logout/", views.logout, name="logout"),
    path("eigen/", views.security, name="security"),
    path("eigen/sessies/", views.end_sessions, name="end_sessions"),
    path("eigen/sleutel/", passkeys.add, name="passkey_add"),
    path("eigen/sleutel/nieuw/", passkeys.Register.as_view(), name="passkey_register"),
    path("eigen/sleutel/nieuw/antwoord/", passkeys.Registered.as_view(), name="passkey_registered"),
    path("eigen/sleutel/<int:pk>/", passkeys.passkey, name="passkey"),
    path("eigen/organisatie/", directory.account, name="directory_account"),
    path("eigen/organisatie/koppelen/", directory.start_linking, name="directory_link"),
    path("ingelogd/", views.everybody, name="everybody"),
    path("tweede-stap/", lost_factor.resets, name="resets"),
    path("tweede-stap/<uuid:pk>/", lost_factor.reset, name="reset"),
]
