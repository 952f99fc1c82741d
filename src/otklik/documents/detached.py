"""Reading a detached signature file (CMS, RFC 5652) and holding it against the document that it should bind.

GOST R 34.10-2012 with Streebog, RSA and ECDSA with SHA-2. Checked are the digest of the document, the value of the
signature by the certificate inside the file, and whether the certificate was valid at the moment of signing. Whether an
accredited centre issued the certificate is not: that needs its list of trust, and stays with the signing program.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, x509

from otklik.documents.cleaning import DocumentError
from otklik.documents.sealing import Algorithm, value_fits

SIGNATURE_LIMIT = 1_000_000
"""Bytes; a signature with its chain of certificates and a time stamp takes some ten thousand."""
DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "1.2.643.7.1.1.2.2": "streebog256",
    "1.2.643.7.1.1.2.3": "streebog512",
}
UNREADABLE = (
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading a file that is no CMS, or a broken one, raises."""
_ARMOUR = re.compile(rb"-----(?:BEGIN|END) [A-Z0-9 ]+-----")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")


@dataclass(frozen=True, slots=True)
class Seal:
    """One signature of the file, found to bind the document.

    `signer` is the person, or whom the certificate names; `surname` is empty where the certificate has none.
    `signed_at` (aware) is what the signature itself says; None where it says nothing.
    """

    algorithm: str
    digest: str
    signer: str
    surname: str
    post: str
    organisation: str
    signed_at: datetime | None
    valid_from: datetime
    valid_until: datetime


def read_detached(signature: bytes, document: bytes, *, at: datetime) -> tuple[Seal, ...]:
    """Return the signatures of the file, each of which binds the document.

    `at` (aware) is the moment that a certificate must be valid at when the signature names none.
    Raises DocumentError with a sentence for a person when the file is no detached signature, or of another document.
    """
    try:
        return _seals(_signed_data(signature), document, at)
    except DocumentError:
        raise
    except UNREADABLE as error:
        raise DocumentError(
            "Файл подписи не читается (нужен формат CMS, файл .sig или .p7s)."
        ) from error


def _seals(signed: Any, document: bytes, at: datetime) -> tuple[Seal, ...]:
    if signed["encap_content_info"]["content"].native is not None:
        raise DocumentError(
            "Подпись соединена с документом. Нужен отдельный файл подписи: выберите «отсоединённая подпись»."
        )
    certificates = list(_certificates(signed))
    seals = tuple(_seal(info, certificates, document, at) for info in signed["signer_infos"])
    if not seals:
        raise DocumentError("В файле нет ни одной подписи.")
    return seals


def digest_of(document: bytes, algorithm: str) -> bytes:
    """Return the digest of the document by one of `DIGESTS`."""
    if algorithm.startswith("streebog"):
        from gostcrypto import gosthash  # noqa: PLC0415 - 0.1 s to load, and few letters carry such a signature

        return bytes(gosthash.new(algorithm, data=bytearray(document)).digest())
    return hashlib.new(algorithm, document).digest()


def _signed_data(signature: bytes) -> Any:
    if not signature.strip():
        raise DocumentError("Файл подписи пуст.")
    if len(signature) > SIGNATURE_LIMIT:
        raise DocumentError("Файл слишком велик для отдельной подписи. Проверьте, тот ли это файл.")
    info = cms.ContentInfo.load(_binary(signature), strict=True)
    if info["content_type"].native != "signed_data":
        raise DocumentError("В файле нет подписи (нужен формат CMS, файл .sig или .p7s).")
    return info["content"]


def _binary(signature: bytes) -> bytes:
    """Return the bytes of the signature, which programs save as they are or written in letters."""
    if signature[:1] == b"\x30":
        return signature
    text = _ARMOUR.sub(b"", signature.lstrip(b"\xef\xbb\xbf"))
    if not _BASE64.fullmatch(text):
        raise ValueError
    try:
        return base64.b64decode(text, validate=False)
    except binascii.Error as error:
        raise ValueError from error


def _certificates(signed: Any) -> Iterator[x509.Certificate]:
    for choice in signed["certificates"] or ():
        if choice.name == "certificate":
            yield choice.chosen


def _seal(
    info: Any, certificates: Sequence[x509.Certificate], document: bytes, at: datetime
) -> Seal:
    algorithm = DIGESTS.get(info["digest_algorithm"]["algorithm"].dotted)
    if algorithm is None:
        raise DocumentError(
            "Подпись сделана устаревшим или неизвестным алгоритмом. Нужен ГОСТ Р 34.11-2012 или SHA-2."
        )
    digest = digest_of(document, algorithm)
    attributes = _attributes(info)
    said = attributes.get("message_digest")
    if said is not None and bytes(said) != digest:
        raise DocumentError("Эта подпись относится к другому файлу или к другой версии письма.")
    certificate = _signer_of(info, certificates)
    signed_bytes = info["signed_attrs"].untag().dump(force=True) if attributes else document
    scheme = Algorithm(
        digest=algorithm,
        scheme=info["signature_algorithm"]["algorithm"].dotted,
        parameters=info["signature_algorithm"]["parameters"],
    )
    if (attributes and said is None) or not value_fits(
        certificate, scheme, signed_bytes, info["signature"].native
    ):
        raise DocumentError("Подпись не соответствует этому файлу: он или подпись изменены.")
    return _described(certificate, algorithm, digest, attributes.get("signing_time"), at)


def _attributes(info: Any) -> dict[str, Any]:
    found = {}
    for attribute in info["signed_attrs"] or ():
        values = attribute["values"]
        if isinstance(values, core.SetOf) and len(values):
            found[str(attribute["type"].native)] = values[0].native
    return found


def _signer_of(info: Any, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    sid = info["sid"]
    for certificate in certificates:
        if sid.name == "issuer_and_serial_number":
            number = sid.chosen["serial_number"].native
            same = (
                certificate.serial_number == number and certificate.issuer == sid.chosen["issuer"]
            )
        else:
            same = certificate.key_identifier == sid.native
        if same:
            return certificate
    raise DocumentError(
        "В файле подписи нет сертификата. При подписании выберите «включить сертификат в подпись»."
    )


def _described(
    certificate: x509.Certificate,
    algorithm: str,
    digest: bytes,
    signed_at: datetime | None,
    at: datetime,
) -> Seal:
    since, until = certificate.not_valid_before, certificate.not_valid_after
    if not since <= (signed_at or at) <= until:
        raise DocumentError(
            "Сертификат подписи не действовал в момент подписания: "
            f"он действует с {since:%d.%m.%Y} по {until:%d.%m.%Y}."
        )
    subject = certificate.subject.native
    surname, given = str(subject.get("surname", "")), str(subject.get("given_name", ""))
    return Seal(
        algorithm=algorithm,
        digest=digest.hex(),
        signer=f"{surname} {given}".strip() or str(subject.get("common_name", "")),
        surname=surname,
        post=str(subject.get("title", "")),
        organisation=str(subject.get("organization_name", "")),
        signed_at=signed_at,
        valid_from=since,
        valid_until=until,
    )
