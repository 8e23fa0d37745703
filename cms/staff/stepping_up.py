"""A code of one's own, once more, before something serious: the browser may have been left alone (level S3)."""

from django_otp import verify_token

from .forms import TokenForm, wrong_code
from .requests import StaffRequest


def steps_up(request: StaffRequest, form: TokenForm) -> bool:
    given = form.cleaned_data
    if verify_token(request.user, given["device"], given["token"]):
        return True
    wrong_code(form)
    return False
