"""Whether the value of a signature was made with the key of a certificate: GOST R 34.10-2012, RSA, ECDSA."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from asn1crypto import core, parser, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

_TC26 = "id-tc26-gost-3410-2012-"
CURVES = {
    "1.2.643.2.2.35.1": f"{_TC26}256-paramSetB",
    "1.2.643.2.2.35.2": f"{_TC26}256-paramSetC",
    "1.2.643.2.2.35.3": f"{_TC26}256-paramSetD",
    "1.2.643.2.2.36.0": f"{_TC26}256-paramSetB",
    "1.2.643.2.2.36.1": f"{_TC26}256-paramSetD",
    "1.2.643.7.1.2.1.1.1": f"{_TC26}256-paramSetA",
    "1.2.643.7.1.2.1.1.2": f"{_TC26}256-paramSetB",
    "1.2.643.7.1.2.1.1.3": f"{_TC26}256-paramSetC",
    "1.2.643.7.1.2.1.1.4": f"{_TC26}256-paramSetD",
    "1.2.643.7.1.2.1.2.1": "id-tc26-gost-3410-12-512-paramSetA",
    "1.2.643.7.1.2.1.2.2": "id-tc26-gost-3410-12-512-paramSetB",
    "1.2.643.7.1.2.1.2.3": f"{_TC26}512-paramSetC",
}
"""Curves by their object identifiers (RFC 7836, RFC 9215), as the library names them."""
GOST_KEYS = {"1.2.643.7.1.1.1.1": 32, "1.2.643.7.1.1.1.2": 64}
"""Kinds of GOST keys and the bytes of one coordinate."""
VERSION_TAG = b"\xa0"
"""With which a certificate begins that names its version."""
PSS = "1.2.840.113549.1.1.10"
UNREADABLE = (
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    ValueError,
    InvalidSignature,
    UnsupportedAlgorithm,
)
"""What comes of a key or a value that is damaged: the fields are then of other kinds than the standard says."""
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class Algorithm:
    """By what a signature was made: the digest's name, the scheme's object identifier, its parameters (ASN.1)."""

    digest: str
    scheme: str
    parameters: Any


def value_fits(
    certificate: x509.Certificate, algorithm: Algorithm, signed: bytes, value: bytes
) -> bool:
    """Whether `value` signs the bytes by the certificate's key; False also for a key that is not understood."""
    try:
        info = _key_info(certificate)
        size = GOST_KEYS.get(info[0][0].dotted)
        if size is not None:
            return _gost(info, size, algorithm.digest, signed, value)
        return _western(info.dump(), algorithm, signed, value)
    except UNREADABLE:
        return False


def _key_info(certificate: x509.Certificate) -> Any:
    """Return the public key's ASN.1 as it stands: the library's own reading of it knows no GOST keys."""
    fields = list(_fields(certificate["tbs_certificate"].dump()))
    version_is_named = fields[0][:1] == VERSION_TAG
    return core.Sequence.load(fields[6 if version_is_named else 5])


def _fields(sequence: bytes) -> Iterator[bytes]:
    """The fields of an ASN.1 sequence as they stand."""
    rest = parser.parse(sequence)[4]
    while rest:
        size = parser.peek(rest)
        yield rest[:size]
        rest = rest[size:]


def _gost(info: Any, size: int, digest: str, signed: bytes, value: bytes) -> bool:
    from gostcrypto import gosthash, gostsignature  # noqa: PLC0415 - 0.1 s to load, seldom needed

    if not digest.startswith("streebog") or len(value) != 2 * size:
        return False
    curve = gostsignature.CURVES_R_1323565_1_024_2019[CURVES[info[0][1][0].dotted]]
    point = core.OctetString.load(info[1].cast(core.OctetBitString).native).native
    # The standard's files write the coordinates and the digest from the last byte on, and s before r.
    key = point[:size][::-1] + point[size:][::-1]
    hashed = gosthash.new(digest, data=bytearray(signed)).digest()[::-1]
    mode = (
        gostsignature.MODE_256 if size == GOST_KEYS["1.2.643.7.1.1.1.1"] else gostsignature.MODE_512
    )
    checker = gostsignature.new(mode, curve)
    return bool(
        checker.verify(bytearray(key), bytearray(hashed), bytearray(value[size:] + value[:size]))
    )


def _western(key_info: bytes, algorithm: Algorithm, signed: bytes, value: bytes) -> bool:
    key, hashed = load_der_public_key(key_info), _HASHES[algorithm.digest]
    if isinstance(key, rsa.RSAPublicKey):
        scheme: padding.AsymmetricPadding = padding.PKCS1v15()
        if algorithm.scheme == PSS:
            scheme = padding.PSS(padding.MGF1(hashed), padding.PSS.AUTO)
        key.verify(value, signed, scheme, hashed)
        return True
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(value, signed, ec.ECDSA(hashed))
        return True
    return False
