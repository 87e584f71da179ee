"""The texts of the house and the one from which a new rule begins are read; what is wrong is told by its line."""

import pytest

from consistori.automation.reading import read
from consistori.automation.skeleton import SKELETON
from consistori.automation.standard import standard_rules
from consistori.catalogue.procedures.faults import SheetFault


@pytest.mark.parametrize("text", [SKELETON, *standard_rules().values()], ids=["skeleton", *standard_rules()])
def test_those_of_the_house_are_right(text):
    said = read(text)

    assert said.per_hour and said.objective["ca"] and said.challenge["ca"]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('"padro.slip_asked"', '"padro.nothing"', 5),
        ("not protected", "not rich", 6),
        ("per_hour = 30", "per_hour = 10001", 10),
        ('"registrar"', '"king"', 13),
        ("[objective]", "[wishes]", 23),
    ],
)
def test_what_is_wrong_is_told_by_its_line(before, after, line):
    with pytest.raises(SheetFault) as refused:
        read(SKELETON.replace(before, after))

    assert line in {fault.line for fault in refused.value.faults}
