from django.urls import path

from consistori.directory.web import grants, log, seeing, views
from consistori.directory.web.accounts import office, security
from consistori.directory.web.career.urls import urlpatterns as career_urls

app_name = "directory"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/security/", security.security, name="security"),
    path("me/sessions/others/end/", security.end_others, name="end-others"),
    path("me/sessions/<uuid:pk>/end/", security.end_mine, name="end-session"),
    path("people/invite/", office.invite, name="invite"),
    path("people/<uuid:pk>/account/", office.account, name="account"),
    path("people/<uuid:pk>/account/<str:act>/", office.act_on_account, name="act-on-account"),
    path("seeing/person/<uuid:pk>/", seeing.person, name="seeing_person"),
    path("seeing/person/<uuid:pk>/as/<slug:form>/", seeing.person_as, name="seeing_person_as"),
    path("seeing/<slug:kind>/<uuid:pk>/", seeing.seeing, name="seeing"),
    path("seeing/<slug:kind>/<uuid:pk>/as/<slug:form>/", seeing.seeing_as, name="seeing_as"),
    path("log/", log.log, name="log"),
    path("log/as/<slug:form>/", log.log_as, name="log_as"),
    path("grants/", grants.grants, name="grants"),
    path("grants/mine/", grants.mine, name="my_grants"),
    path("grants/<uuid:pk>/take-back/", grants.take_back, name="take_back"),
    path("information/", grants.information, name="information"),
    path("information/<uuid:pk>/answer/", grants.answer, name="answer_information"),
    *career_urls,
]
