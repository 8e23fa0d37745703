from django.urls import path

from . import views

app_name = "staff"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("login/code/", views.verify, name="verify"),
    path("login/app/", views.enrol, name="enrol"),
    path("login/welkom/<uidb64>/<token>/", views.Accept.as_view(), name="accept"),
    path("logout/", views.logout, name="logout"),
    path("eigen/", views.security, name="security"),
    path("eigen/sessies/", views.end_sessions, name="end_sessions"),
]
