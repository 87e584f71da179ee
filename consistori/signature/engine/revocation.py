"""Asking whether a certificate was revoked (OCSP, CRL), with short timeouts, a size limit and a memory.

Addresses come from certificates, so nothing is asked to others: issuers are never fetched (a chain must come
with the signature or be in the trust folder), only `http` and `https` are followed, without redirections.
"""

import time
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import httpx
from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import CRLFetchError, OCSPFetchError, OCSPValidationError
from pyhanko_certvalidator.fetchers.api import CertificateFetcher, CRLFetcher, Fetchers, OCSPFetcher
from pyhanko_certvalidator.fetchers.common_utils import (
    enumerate_delivery_point_urls,
    format_ocsp_request,
    process_ocsp_response_data,
)

from consistori.kernel.tls import trusted

Certificate: TypeAlias = Any
NOTHING: tuple[x509.Certificate, ...] = ()
LARGEST_ANSWER = 32 * 1024 * 1024


@dataclass
class RevocationSource:
    """Where revocation is asked, shared by a process. `timeout` is in seconds, `remember` how long an answer
    serves (never beyond its own next update)."""

    timeout: float = 5.0
    remember: float = 300.0
    _answers: dict[tuple[str, bytes], tuple[float, bytes]] = field(default_factory=dict)

    def fetchers(self) -> Fetchers:
        """Fetchers for one validation context."""
        return Fetchers(_Ocsp(self), _Crl(self), _NoIssuers())

    def get(self, url: str, body: bytes = b"", kind: str = "") -> bytes:
        """Bytes of an address (POST when there is a body). Raises `httpx.HTTPError` or `ValueError`."""
        if not url.lower().startswith(("http://", "https://")):
            raise ValueError(f"not an http address: {url}")
        key, now = (url, body), time.monotonic()
        kept = self._answers.get(key)
        if kept and kept[0] > now:
            return kept[1]
        headers = {"Content-Type": kind} if kind else {}
        method = "POST" if body else "GET"
        with (
            httpx.Client(timeout=self.timeout, trust_env=False, verify=trusted()) as client,
            client.stream(method, url, content=body or None, headers=headers) as response,
        ):
            response.raise_for_status()
            data = _limited(response)
        if len(self._answers) > 500:
            self._answers.clear()
        self._answers[key] = (now + self.remember, data)
        return data

    def forget(self) -> None:
        """Ask everything again."""
        self._answers.clear()


def _limited(response: httpx.Response) -> bytes:
    data = bytearray()
    for piece in response.iter_bytes():
        data += piece
        if len(data) > LARGEST_ANSWER:
            raise ValueError("the answer is too large")
    return bytes(data)


class _Ocsp(OCSPFetcher):
    def __init__(self, source: RevocationSource) -> None:
        self.source = source
        self.kept: dict[bytes, ocsp.OCSPResponse] = {}

    async def fetch(self, cert: Certificate, authority: Authority) -> ocsp.OCSPResponse:
        if not isinstance(cert, x509.Certificate) or not cert.ocsp_urls:
            raise OCSPFetchError("no address to ask")
        request = format_ocsp_request(cert, authority, certid_hash_algo="sha1", request_nonces=False)
        failure: Exception | None = None
        for url in cert.ocsp_urls:
            try:
                data = self.source.get(url, request.dump(), "application/ocsp-request")
                answer = process_ocsp_response_data(data, ocsp_request=request, ocsp_url=url)
            except (httpx.HTTPError, ValueError, OCSPValidationError) as error:
                failure = error
                continue
            self.kept[cert.issuer_serial] = answer
            return answer
        raise OCSPFetchError(f"nobody answered: {failure}")

    def fetched_responses(self) -> Iterable[ocsp.OCSPResponse]:
        return self.kept.values()

    def fetched_responses_for_cert(self, cert: Certificate) -> Iterable[ocsp.OCSPResponse]:
        found = self.kept.get(cert.issuer_serial)
        return [found] if found else []


class _Crl(CRLFetcher):
    def __init__(self, source: RevocationSource) -> None:
        self.source = source
        self.kept: dict[bytes, list[crl.CertificateList]] = {}

    async def fetch(
        self, cert: Certificate, *, use_deltas: bool | None = None
    ) -> Iterable[crl.CertificateList]:
        if not isinstance(cert, x509.Certificate):
            return []
        failure: Exception | None = None
        lists: list[crl.CertificateList] = []
        for point in cert.crl_distribution_points:
            for url in enumerate_delivery_point_urls(point):
                try:
                    lists.append(crl.CertificateList.load(self.source.get(url)))
                except (httpx.HTTPError, ValueError) as error:
                    failure = error
        if not lists and failure:
            raise CRLFetchError(f"nobody answered: {failure}")
        self.kept[cert.issuer_serial] = lists
        return lists

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        return [one for lists in self.kept.values() for one in lists]

    def fetched_crls_for_cert(self, cert: Certificate) -> Iterable[crl.CertificateList]:
        return self.kept[cert.issuer_serial]


class _NoIssuers(CertificateFetcher):
    async def fetch_cert_issuers(self, cert: Certificate) -> AsyncGenerator[x509.Certificate, None]:
        for nothing in NOTHING:
            yield nothing

    async def fetch_crl_issuers(self, certificate_list: object) -> AsyncGenerator[x509.Certificate, None]:
        for nothing in NOTHING:
            yield nothing

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return []
