"""Detached signature files: each of a kind that signing programs write, and each way in which one can be wrong."""

import base64
from datetime import UTC, datetime

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import signatures

from otklik.documents import DocumentError, read_detached
from otklik.documents.sealing import Algorithm, value_fits

LETTER = b"%PDF-1.7 the letter as it was printed" * 50
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def told(signature: bytes, document: bytes = LETTER, at: datetime = AT) -> str:
    """Return what a person is told of a file that is refused."""
    with pytest.raises(DocumentError) as refused:
        read_detached(signature, document, at=at)
    return str(refused.value)


def test_the_value_of_the_standard_s_published_example_fits_its_message_and_no_other() -> None:
    owner = x509.Certificate.load(signatures.GOST_CERTIFICATE)
    way = Algorithm("streebog256", signatures.GOST_256, None)
    assert value_fits(owner, way, signatures.PUBLISHED_MESSAGE, signatures.PUBLISHED_VALUE)
    assert not value_fits(owner, way, b"Test massage", signatures.PUBLISHED_VALUE)


def test_a_gost_signature_binds_its_document_and_says_when_it_was_made() -> None:
    made = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    (seal,) = read_detached(signatures.gost_signature(LETTER, signed_at=made), LETTER, at=AT)
    assert (seal.algorithm, seal.signed_at) == ("streebog256", made)
    assert seal.signer == "GostR3410-2012 (256 bit) example"
    assert len(bytes.fromhex(seal.digest)) == 32


def test_a_gost_signature_without_attributes_binds_the_document_itself() -> None:
    (seal,) = read_detached(signatures.gost_signature(LETTER, attributes=False), LETTER, at=AT)
    assert seal.signed_at is None
    assert "изменены" in told(signatures.gost_signature(LETTER, attributes=False), LETTER + b" ")


@pytest.mark.parametrize("key", [RSA_KEY, ec.generate_private_key(ec.SECP256R1())])
def test_signatures_of_other_schemes_are_read_with_the_name_of_the_signer(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
) -> None:
    made = signatures.western_signature(LETTER, key, surname="Орлова", given="Вера Ильинична")
    (seal,) = read_detached(made, LETTER, at=AT)
    assert (seal.algorithm, seal.signer, seal.surname) == (
        "sha256",
        "Орлова Вера Ильинична",
        "Орлова",
    )


def test_a_file_in_letters_is_read_as_well_as_one_in_bytes() -> None:
    armoured = signatures.western_signature(LETTER, RSA_KEY, armoured=True)
    plain = base64.encodebytes(signatures.gost_signature(LETTER))
    for file in (armoured, b"\xef\xbb\xbf" + armoured, plain, plain.replace(b"\n", b"\r\n")):
        assert read_detached(file, LETTER, at=AT)


def test_a_signature_of_another_version_is_refused() -> None:
    assert "другой версии письма" in told(signatures.gost_signature(LETTER), LETTER + b"\n")
    assert "другой версии письма" in told(
        signatures.western_signature(LETTER, RSA_KEY), LETTER[:-1]
    )


def test_a_signature_whose_value_was_touched_is_refused() -> None:
    made = bytearray(signatures.gost_signature(LETTER))
    made[-1] ^= 1
    assert "изменены" in told(bytes(made))


def test_an_attached_signature_is_refused_with_what_to_choose_instead() -> None:
    assert "отсоединённая подпись" in told(signatures.gost_signature(LETTER, inside=LETTER))


def test_a_signature_without_its_certificate_is_refused() -> None:
    assert "включить сертификат" in told(signatures.gost_signature(LETTER, certificate=False))


def test_an_outdated_algorithm_is_refused() -> None:
    assert "алгоритмом" in told(signatures.gost_signature(LETTER, digest="1.2.643.2.2.9"))


def test_a_certificate_must_have_been_valid_when_the_document_was_signed() -> None:
    ended = signatures.western_signature(
        LETTER,
        RSA_KEY,
        since=datetime(2020, 1, 1, tzinfo=UTC),
        until=datetime(2021, 1, 1, tzinfo=UTC),
    )
    assert "с 01.01.2020 по 01.01.2021" in told(ended)
    before = datetime(2012, 5, 1, tzinfo=UTC)
    assert "не действовал" in told(signatures.gost_signature(LETTER, signed_at=before))


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "пуст"),
        (b"  \n", "пуст"),
        (b"%PDF-1.7 the letter itself", "не читается"),
        ("Подпись".encode(), "не читается"),
        (b"\x30\x82\x01", "не читается"),
        (b"\x30" * 40, "не читается"),
        (b"A" * 1_000_001, "слишком велик"),
        (signatures.GOST_CERTIFICATE, "не читается"),
    ],
)
def test_what_is_no_signature_is_refused_in_words(file: bytes, words: str) -> None:
    assert words in told(file)


@given(st.data())
def test_a_signature_file_cut_or_touched_anywhere_is_refused_or_still_binds(
    data: st.DataObject,
) -> None:
    """Whatever is done to the file, the only errors are those told to a person."""
    made = bytearray(WHOLE)
    place = data.draw(st.integers(0, len(made) - 1))
    if data.draw(st.booleans()):
        made[place] ^= data.draw(st.integers(1, 255))
    else:
        del made[place:]
    try:
        seals = read_detached(bytes(made), LETTER, at=AT)
    except DocumentError:
        return
    assert seals[0].digest == GOOD.digest


WHOLE = signatures.gost_signature(LETTER, signed_at=AT)
(GOOD,) = read_detached(WHOLE, LETTER, at=AT)
