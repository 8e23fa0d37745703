from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "evidence"
urlpatterns = [
    path(pgettext_lazy("url", "receipts/"), views.receipt, name="receipts"),
    path(pgettext_lazy("url", "receipts/<str:text>/"), views.receipt, name="receipt"),
]
