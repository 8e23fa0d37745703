from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from .mailbox import mail_folder, newest_mail


@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/mail.html", {"mails": newest_mail(mail_folder())})
