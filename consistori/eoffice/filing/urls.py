"""Addresses of filing: `/tramits/<code>/fer/<draft>/<page>/`."""

from django.urls import path

from consistori.eoffice.filing.term_letters import web as term_letters
from consistori.eoffice.filing.uploads import web as uploads
from consistori.eoffice.filing.web import beginning, pages, papers, sending

ONE = "tramits/<slug:code>/fer/<uuid:draft>/"

urlpatterns = [
    path("tramits/<slug:code>/fer/", beginning.begin, name="begin"),
    path(ONE, beginning.draft, name="draft"),
    path(f"{ONE}qui/", beginning.who, name="draft_who"),
    path(f"{ONE}<int:number>/", pages.page, name="draft_page"),
    path(f"{ONE}<int:number>/desa/", pages.save, name="draft_save"),
    path(f"{ONE}papers/", papers.papers, name="draft_papers"),
    path(f"{ONE}papers/<uuid:paper>/treu/", papers.take_out, name="draft_take_out"),
    path(f"{ONE}pujades/", uploads.uploads, name="draft_uploads"),
    path(f"{ONE}pujades/<uuid:upload>/", uploads.upload, name="draft_upload"),
    path(f"{ONE}revisa/", sending.check, name="draft_check"),
    path(f"{ONE}envia/", sending.send, name="draft_send"),
    path(f"{ONE}rebut/", sending.receipt, name="draft_receipt"),
    path(f"{ONE}rebut.pdf", sending.receipt_file, name="draft_receipt_file"),
    path(f"{ONE}solicitud.pdf", sending.application_file, name="draft_application_file"),
    path(f"{ONE}llenca/", sending.throw, name="draft_throw"),
    path("carpeta/termini/<str:reference>.pdf", term_letters.letter_file, name="term_letter"),
    path("desk/term-letters/", term_letters.letters, name="term_letters"),
    path("desk/term-letters/<uuid:pk>/send/", term_letters.let_out, name="send_term_letter"),
    path("desk/term-letters/of/<str:reference>/", term_letters.begin, name="begin_term_letter"),
]
