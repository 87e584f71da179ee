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
        "https://[::1/x.ics",
        "https://a.example:port/x.ics",
    ],
)
def test_an_address_that_leads_inside_the_house_is_not_read(url: str) -> None:
    with pytest.raises(Refusal):
        Reader().read(Reader().checked(url), most=1000)


class Wire:
    """Answers in turn, whatever is asked."""

    def __init__(self, *answers: tuple[int, bytes, str]) -> None:
        self.answers, self.asked = list(answers), []

    def ConnectionPool(self, **_more: object) -> "Wire":
        return self

    def stream(self, _method: str, url: str, **_more: object) -> "Wire":
        self.asked.append(url)
        self.status, self.body, where = self.answers.pop(0)
        self.headers = [(b"Location", where.encode())] if where else []
        return self

    def iter_stream(self) -> list[bytes]:
        return [self.body]

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_fault: object) -> None:
        return None


def test_where_it_leads_may_be_said_from_where_it_is_and_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import httpcore

    def read(*answers: tuple[int, bytes, str]) -> tuple[bytes, list[str]]:
        wire = Wire(*answers)
        monkeypatch.setattr(httpcore, "ConnectionPool", wire.ConnectionPool)
        return Reader().read("https://8.8.8.8/a/x.ics", most=100), wire.asked

    body, asked = read((302, b"", "/b.ics"), (200, b"BEGIN", ""))
    assert body == b"BEGIN" and asked[1] == "https://8.8.8.8:443/b.ics"
    for inwards in ("https://127.0.0.1/", "//10.0.0.7/x", "http://8.8.8.8/", "https://[::1"):
        with pytest.raises(Refusal):
            read((302, b"", inwards), (200, b"BEGIN", ""))
    with pytest.raises(Refusal):
        read((200, b"x" * 101, ""))
