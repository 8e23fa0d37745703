from django.urls import path
from django.utils.translation import pgettext_lazy

from privacy_portal.self_service.rights_requests import cases, documents, for_others, wizard

urlpatterns = [
    path("", cases.requests, name="requests"),
    path(pgettext_lazy("url", "new/"), wizard.start, name="file_request"),
    path(pgettext_lazy("url", "new/<slug:right>/"), wizard.introduction, name="request_guide"),
    path(pgettext_lazy("url", "new/<slug:right>/files/"), wizard.files, name="request_files"),
    path(
        pgettext_lazy("url", "new/<slug:right>/files/<uuid:attachment_id>/remove/"),
        wizard.remove_file,
        name="request_remove_file",
    ),
    path(pgettext_lazy("url", "new/<slug:right>/check/"), wizard.check, name="request_check"),
    path(pgettext_lazy("url", "new/<slug:right>/question/<slug:key>/"), wizard.question, name="request_question"),
    path(pgettext_lazy("url", "for-others/objection/"), for_others.objection, name="delegation_objection"),
    path(
        pgettext_lazy("url", "for-others/objection/<str:token>/"),
        for_others.objection_link,
        name="delegation_objection_link",
    ),
    path(pgettext_lazy("url", "for-others/<uuid:delegation_id>/"), for_others.delegation, name="delegation"),
    path(pgettext_lazy("url", "<uuid:request_id>/object/"), for_others.object_signed_in, name="request_object"),
    path(pgettext_lazy("url", "<uuid:request_id>/identity/"), documents.document, name="request_document"),
    path("<uuid:request_id>/", cases.detail, name="request"),
    path(pgettext_lazy("url", "<uuid:request_id>/received/"), wizard.received, name="request_received"),
    path(pgettext_lazy("url", "<uuid:request_id>/withdraw/"), cases.withdraw, name="request_withdraw"),
    path(pgettext_lazy("url", "attachments/<uuid:attachment_id>/"), cases.attachment, name="request_attachment"),
]
