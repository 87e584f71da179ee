"""Pages of the staff: seals, automated acts, what others signed, authentic copies."""

from django.urls import path

from consistori.signature.web import arrivals, seals

patterns = [
    path("signature/seals/", seals.seals, name="seals"),
    path("signature/seals/bring/", seals.bring, name="bring_seal"),
    path("signature/seals/demo/", seals.demo, name="demo_seal"),
    path("signature/seals/acts/fix/", seals.fix, name="fix_act"),
    path("signature/seals/acts/<uuid:act_id>/end/", seals.end, name="end_act"),
    path("signature/seals/<uuid:seal_id>/remove/", seals.remove, name="remove_seal"),
    path("signature/arrivals/<uuid:document_id>/check/", arrivals.check_again, name="check_again"),
]
