"""Detached signatures for the tests, by GOST, RSA and ECDSA keys.

The GOST key and its certificate are the example that the standard's own recommendations publish (TC 26, 256 bits), so
the byte order of keys and values is held against the standard and not against this program.
"""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import algos, cms, core, pem, x509
from cryptography import x509 as issuing
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from gostcrypto import gosthash, gostsignature

GOST_CERTIFICATE = base64.b64decode(
    """
    MIICYjCCAg+gAwIBAgIBATAKBggqhQMHAQEDAjBWMSkwJwYJKoZIhvcNAQkBFhpH
    b3N0UjM0MTAtMjAxMkBleGFtcGxlLmNvbTEpMCcGA1UEAxMgR29zdFIzNDEwLTIw
    MTIgKDI1NiBiaXQpIGV4YW1wbGUwHhcNMTMxMTA1MTQwMjM3WhcNMzAxMTAxMTQw
    MjM3WjBWMSkwJwYJKoZIhvcNAQkBFhpHb3N0UjM0MTAtMjAxMkBleGFtcGxlLmNv
    bTEpMCcGA1UEAxMgR29zdFIzNDEwLTIwMTIgKDI1NiBiaXQpIGV4YW1wbGUwZjAf
    BggqhQMHAQEBATATBgcqhQMCAiQABggqhQMHAQECAgNDAARAut/Qw1MUq9KPqkdH
    C2xAF3K7TugHfo9n525D2s5mFZdD5pwf90/i4vF0mFmr9nfRwMYP4o0Pg1mOn5Rl
    aXNYraOBwDCBvTAdBgNVHQ4EFgQU1fIeN1HaPbw+XWUzbkJ+kHJUT0AwCwYDVR0P
    BAQDAgHGMA8GA1UdEwQIMAYBAf8CAQEwfgYDVR0BBHcwdYAU1fIeN1HaPbw+XWUz
    bkJ+kHJUT0ChWqRYMFYxKTAnBgkqhkiG9w0BCQEWGkdvc3RSMzQxMC0yMDEyQGV4
    YW1wbGUuY29tMSkwJwYDVQQDEyBHb3N0UjM0MTAtMjAxMiAoMjU2IGJpdCkgZXhh
    bXBsZYIBATAKBggqhQMHAQEDAgNBAF5bm4BbARR6hJLEoWJkOsYV3Hd7kXQQjz3C
    dqQfmHrz6TI6Xojdh/t8ckODv/587NS5/6KsM77vc6Wh90NAT2s=
    """
)
GOST_KEY = bytes.fromhex("BFCF1D623E5CDD3032A7C6EABB4A923C46E43D640FFEAAF2C3ED39A8FA399924")
PUBLISHED_MESSAGE = b"Test message"
PUBLISHED_VALUE = base64.b64decode(
    "kptb2ekZbC94FaGDQeP70ExvTkXtOY9zgz3cCco/hxPhXUVo3eCxVNwDQ8enFItJZ8DEX4blZ8QtziNCMl5HbA=="
)
"""The value of the published example's signature over `PUBLISHED_MESSAGE`."""
STREEBOG = "1.2.643.7.1.1.2.2"
GOST_256 = "1.2.643.7.1.1.1.1"
_CURVE = "id-tc26-gost-3410-2012-256-paramSetB"


def gost_value(data: bytes) -> bytes:
    """Sign the bytes by the example key, in the order in which signature files write it."""
    hashed = gosthash.new("streebog256", data=bytearray(data)).digest()[::-1]
    signer = gostsignature.new(
        gostsignature.MODE_256, gostsignature.CURVES_R_1323565_1_024_2019[_CURVE]
    )
    value = bytes(signer.sign(bytearray(GOST_KEY), bytearray(hashed)))
    return value[32:] + value[:32]


def gost_signature(
    document: bytes,
    *,
    signed_at: datetime | None = None,
    attributes: bool = True,
    certificate: bool = True,
    inside: bytes | None = None,
    digest: str = STREEBOG,
) -> bytes:
    """Return a CMS file over the document, as signing programs write it; `inside` makes it an attached one."""
    owner = x509.Certificate.load(GOST_CERTIFICATE)
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": owner.issuer, "serial_number": owner.serial_number}
                    )
                }
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": digest}),
            "signature_algorithm": {"algorithm": GOST_256},
            "signature": b"",
        }
    )
    if attributes:
        info["signed_attrs"] = _attributes(document, signed_at)
        info["signature"] = gost_value(info["signed_attrs"].untag().dump(force=True))
    else:
        info["signature"] = gost_value(document)
    signed = {
        "version": "v1",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": digest})],
        "encap_content_info": {"content_type": "data", **({"content": inside} if inside else {})},
        "signer_infos": [info],
    }
    if certificate:
        signed["certificates"] = [cms.CertificateChoices({"certificate": owner})]
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _attributes(document: bytes, signed_at: datetime | None) -> cms.CMSAttributes:
    hashed = bytes(gosthash.new("streebog256", data=bytearray(document)).digest())
    found: list[dict[str, Any]] = [
        {"type": "content_type", "values": ["data"]},
        {"type": "message_digest", "values": [core.OctetString(hashed)]},
    ]
    if signed_at is not None:
        found.append(
            {"type": "signing_time", "values": [cms.Time({"utc_time": core.UTCTime(signed_at)})]}
        )
    return cms.CMSAttributes([cms.CMSAttribute(item) for item in found])


def western_signature(
    document: bytes,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    *,
    surname: str = "",
    given: str = "",
    name: str = "Министр",
    since: datetime | None = None,
    until: datetime | None = None,
    armoured: bool = False,
) -> bytes:
    """Return a detached CMS file by an RSA or ECDSA key, made by another library than the one that reads it."""
    names = [issuing.NameAttribute(NameOID.COMMON_NAME, name)]
    names += [issuing.NameAttribute(NameOID.SURNAME, surname)] if surname else []
    names += [issuing.NameAttribute(NameOID.GIVEN_NAME, given)] if given else []
    start = since or datetime(2026, 1, 1, tzinfo=UTC)
    owner = issuing.Name(names)
    certificate = (
        issuing.CertificateBuilder()
        .subject_name(owner)
        .issuer_name(owner)
        .public_key(key.public_key())
        .serial_number(issuing.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(until or start + timedelta(days=4000))
        .sign(key, hashes.SHA256())
    )
    made = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(document)
        .add_signer(certificate, key, hashes.SHA256())
        .sign(
            serialization.Encoding.DER,
            [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary],
        )
    )
    return bytes(pem.armor("CMS", made)) if armoured else made
