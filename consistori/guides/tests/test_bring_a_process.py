"""A process drawn in BPMN becomes the text of a guide, and what is left out is said."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from consistori.guides.bpmn import LARGEST, ProcessFault, bring
from consistori.guides.reading import read

_HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">'
DRAWN = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    + _HEAD
    + """
<collaboration id="c"/>
<process id="p" name="Llicència d’obres">
  <laneSet id="l"/>
  <startEvent id="start"/>
  <userTask id="review" name="Revisa la sol·licitud"><documentation>Mira què hi falta.</documentation></userTask>
  <exclusiveGateway id="enough"/>
  <intermediateCatchEvent id="wait" name="Espera l’esmena"><timerEventDefinition/></intermediateCatchEvent>
  <subProcess id="sub" name="Tramesa al Consell"/>
  <boundaryEvent id="late" name="Tard"/>
  <parallelGateway id="both"/>
  <task id="police" name="Informe &quot;policia&quot;"/>
  <serviceTask id="report" name="Informe tècnic"/>
  <task id="decide" name="Resol"/>
  <task id="alone" name="Solta"/>
  <endEvent id="end"/>
  <sequenceFlow sourceRef="start" targetRef="review"/>
  <sequenceFlow sourceRef="review" targetRef="enough"/>
  <sequenceFlow sourceRef="enough" targetRef="wait">
    <conditionExpression>documents &lt; 3</conditionExpression></sequenceFlow>
  <sequenceFlow sourceRef="enough" targetRef="both"/>
  <sequenceFlow sourceRef="wait" targetRef="review"/>
  <sequenceFlow sourceRef="both" targetRef="police">
    <conditionExpression>${execution.x()}</conditionExpression></sequenceFlow>
  <sequenceFlow sourceRef="both" targetRef="report"/>
  <sequenceFlow sourceRef="police" targetRef="decide"/>
  <sequenceFlow sourceRef="report" targetRef="decide"/>
  <sequenceFlow sourceRef="decide" targetRef="end"/>
</process></definitions>"""
)


def test_its_tasks_become_proposals_in_order() -> None:
    guide = read(bring(DRAWN.encode()).text)

    assert guide.code == "LLICENCIA-D-OBRES"
    assert [(one.key, one.kind, one.when) for one in guide.steps] == [
        ("revisa_la_sollicitud", "work", ""),
        ("espera_l_esmena", "wait", "documents < 3"),
        ("informe_policia", "work", ""),
        ("informe_tecnic", "work", ""),
        ("resol", "work", ""),
    ]
    assert guide.steps[0].why["ca"] == "Mira què hi falta."
    assert guide.steps[2].title["ca"] == 'Informe "policia"'


def test_it_says_what_it_leaves_out() -> None:
    with override("en"):
        told = " ".join(bring(DRAWN.encode()).left_out)

    for word in (
        "Tramesa al Consell",
        "Tard",
        "${execution.x()}",
        "Solta",
        "lanes",
        "Lanes",
        "go back",
        "same time",
    ):
        assert word in told, word


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        b"<definitions/>",
        _HEAD.encode() + b"</definitions>",
        _HEAD.encode() + b'<process id="p"><startEvent id="s"/></process></definitions>',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _HEAD.encode() + b"</definitions>",
        b'<?xml version="1.0"?>'
        + b" " * 5000
        + b'<!DOCTYPE x [<!ENTITY e "a">]>'
        + _HEAD.encode()
        + b"</definitions>",
        b" " * (LARGEST + 1),
        b"PK\x03\x04",
    ],
)
def test_what_is_no_process_is_refused(data: bytes) -> None:
    with pytest.raises(ProcessFault):
        bring(data)


def test_sixty_steps_at_most_are_brought() -> None:
    tasks = "".join(f'<task id="t{n}" name="Tasca"/>' for n in range(80))
    arrows = "".join(f'<sequenceFlow sourceRef="t{n}" targetRef="t{n + 1}"/>' for n in range(79))
    brought = bring(f'{_HEAD}<process id="p" name="Gran">{tasks}{arrows}</process></definitions>'.encode())

    assert len(read(brought.text).steps) == 60
    assert any("80" in one for one in brought.left_out)
