"""Addresses of cases, under /desk/."""

from django.urls import include, path

from consistori.cases.tasks.web import from_task
from consistori.cases.web import case, changing, closing, filing, opening, people, writing

app_name = "cases"

urlpatterns = [
    path("cases/new/", opening.new, name="new"),
    path("cases/new/series/", opening.find_series, name="find_series"),
    path("cases/new/parties/", opening.find_parties, name="find_parties"),
    path("cases/from-task/<uuid:pk>/", from_task, name="from_task"),
    path("cases/new/title/", opening.check_title, name="check_title"),
    path("cases/classing/", include("consistori.cases.classing.urls")),
    path("cases/many/", include("consistori.cases.many.urls")),
    path("cases/", include("consistori.cases.lists.urls")),
]

_ONE = [
    path("", case.show, name="case"),
    path("documents/", case.documents, name="documents"),
    path("papers/", include("consistori.cases.papers.urls")),
    path("steps/", include("consistori.cases.steps.urls")),
    path("terms/", include("consistori.cases.deadlines.urls")),
    path("correcting/", include("consistori.cases.correcting.urls")),
    path("board/", include("consistori.cases.board.urls")),
    path("notifying/", include("consistori.cases.notifying.urls")),
    path("timeline/", case.life, name="timeline"),
    path("parties/", case.people, name="parties"),
    path("related/", case.related, name="related"),
    path("notes/", case.notes, name="notes"),
    path("why/", case.why, name="why"),
    path("upload/", filing.upload, name="upload"),
    path("move/", filing.move, name="move"),
    path("folders/", filing.make_folder, name="make_folder"),
    path("folders/<uuid:folder>/", filing.change_folder, name="change_folder"),
    path("leaves/<uuid:leaf>/describe/", filing.describe, name="describe"),
    path("leaves/<uuid:leaf>/mark/", filing.mark, name="mark"),
    path("leaves/<uuid:leaf>/take-out/", filing.take_out, name="take_out"),
    path("leaves/<uuid:leaf>/discard/", filing.discard, name="discard"),
    path("leaves/<uuid:leaf>/restore/", filing.restore, name="restore"),
    path("edit/", changing.edit, name="edit"),
    path("rename/", changing.rename, name="rename"),
    path("classify/", changing.classify, name="classify"),
    path("unit/", changing.move_unit, name="unit"),
    path("hand-over/", changing.passing, name="hand_over"),
    path("hand-over/to/", changing.hand_over_to, name="hand_over_to"),
    path("state/", changing.move_state, name="state"),
    path("follow/", changing.follow, name="follow"),
    path("label/", changing.label, name="label"),
    path("notes/write/", changing.comment, name="comment"),
    path("related/tie/", changing.relate, name="relate"),
    path("related/find/", changing.find_case, name="find_case"),
    path("reserve/", changing.reserve, name="reserve"),
    path("parties/find/", people.find, name="find_party"),
    path("parties/new/", people.enter, name="enter_party"),
    path("parties/add/", people.add, name="add_party"),
    path("parties/<uuid:row>/", people.change, name="change_party"),
    path("close/", closing.closing, name="closing"),
    path("close/now/", closing.close, name="close"),
    path("reopen/", closing.reopen, name="reopen"),
    path("sign/", closing.signing, name="signing"),
    path("sign/send/", closing.send_to_sign, name="send_to_sign"),
    path("take/", closing.taking, name="taking"),
    path("write/", writing.choose, name="write"),
    path("write/begin/", writing.begin, name="begin_text"),
    path("take/now/", closing.take, name="take"),
]
urlpatterns.append(path("cases/<str:number>/", include(_ONE)))
