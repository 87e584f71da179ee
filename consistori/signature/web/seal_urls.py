"""Pages of the staff: seals, automated acts, what others signed, authentic copies."""

from django.urls import path

from consistori.signature.web import arrivals, copies, officers, parts, seal_brakes, seals

patterns = [
    path("signature/seals/", seals.seals, name="seals"),
    path("signature/seals/bring/", seals.bring, name="bring_seal"),
    path("signature/seals/demo/", seals.demo, name="demo_seal"),
    path("signature/seals/acts/fix/", seals.fix, name="fix_act"),
    path("signature/seals/acts/<uuid:act_id>/end/", seals.end, name="end_act"),
    path("signature/seals/acts/<uuid:act_id>/use/", seal_brakes.use, name="seal_use"),
    path("signature/seals/<uuid:seal_id>/stop/", seal_brakes.stop, name="stop_seal"),
    path("signature/seals/<uuid:seal_id>/go-on/", seal_brakes.go_on, name="let_seal_go_on"),
    path("signature/seals/<uuid:seal_id>/remove/", seals.remove, name="remove_seal"),
    path("signature/arrivals/<uuid:document_id>/check/", arrivals.check_again, name="check_again"),
    path("signature/copies/officers/", officers.officers, name="officers"),
    path("signature/copies/officers/<uuid:officer_id>/end/", officers.end, name="end_officer"),
    path("signature/copies/<uuid:document_id>/", copies.choose, name="copies"),
    path("signature/copies/<uuid:document_id>/format/", copies.other_format, name="copy_format"),
    path("signature/copies/<uuid:document_id>/paper/", copies.of_paper, name="copy_paper"),
    path("signature/copies/<uuid:document_id>/part/", parts.part, name="copy_part"),
    path("signature/copies/<uuid:document_id>/again/", copies.again, name="copy_again"),
    path("signature/copies/<uuid:document_id>/print/", copies.print_with_code, name="print_copy"),
]
