"""The door of the API: who knocks, with what rights, how an act is asked twice, how a refusal looks.

A room writes `@router.post(...)` over `@api_operation(scope="...")` and gives back an `Answer`.
"""

from consistori.directory.api_access.answers import Answer, ApiSchema, Etagged, check_match
from consistori.directory.api_access.door import ApiRequest, BearerToken, api_operation
from consistori.directory.api_access.paging import ListQuery, Page, page_of, page_of_rows

__all__ = [
    "Answer",
    "ApiRequest",
    "ApiSchema",
    "BearerToken",
    "Etagged",
    "ListQuery",
    "Page",
    "api_operation",
    "check_match",
    "page_of",
    "page_of_rows",
]
