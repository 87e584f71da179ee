"""A calendar of an address is never read inside the house."""

import pytest

from consistori.config.fetching import Reader
from consistori.kernel.errors import Refusal


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x.ics",
        "https://[::1]/x.ics",
        "https://10.0.0.7/x",
        "file:///etc/passwd",
        "https://u:p@a.example/",
    ],
)
def test_an_address_that_leads_inside_the_house_is_not_read(url: str) -> None:
    with pytest.raises(Refusal):
        Reader().read(Reader().checked(url), most=1000)
