"""Addresses of what is paid."""

from django.urls import path

from consistori.eoffice.paying import desk, web

urlpatterns = [
    path("carpeta/pagaments/", web.payments, name="payments"),
    path("carpeta/pagaments/<str:reference>/", web.payment, name="payment"),
    path("carpeta/pagaments/<str:reference>/carta.pdf", web.payment_file, name="payment_file"),
    path("desk/payments/", desk.payments, name="payments_desk"),
    path("desk/payments/account/", desk.account, name="payments_account"),
    path("desk/payments/<uuid:pk>/paid/", desk.mark, name="payment_mark"),
    path("desk/payments/entry/<str:reference>/", desk.issue, name="payment_issue"),
]
