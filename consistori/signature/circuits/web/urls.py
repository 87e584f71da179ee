"""Pages of the staff: circuits, their steps, and what is proposed for each type."""

from django.urls import path

from consistori.signature.circuits.web import pages, steps

patterns = [
    path("signature/circuits/", pages.circuits, name="circuits"),
    path("signature/circuits/proposed/", pages.proposed, name="circuits_proposed"),
    path("signature/circuits/proposed/<slug:code>/", pages.propose, name="circuit_propose"),
    path("signature/circuits/new/<uuid:document_id>/", pages.begin, name="circuit_new"),
    path("signature/circuits/<uuid:circuit_id>/recall/", pages.recall, name="circuit_recall"),
    path("signature/steps/<uuid:step_id>/", steps.step, name="step"),
    path("signature/steps/<uuid:step_id>/settle/", steps.settle, name="step_settle"),
    path("signature/steps/<uuid:step_id>/return/", steps.give_back, name="step_return"),
    path("signature/steps/<uuid:step_id>/skip/", steps.skip, name="step_skip"),
    path("signature/steps/<uuid:step_id>/invite/", steps.invite, name="step_invite"),
    path("signature/steps/<uuid:step_id>/change/", steps.change, name="step_change"),
]
