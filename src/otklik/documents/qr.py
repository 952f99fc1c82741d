"""QR codes (ISO/IEC 18004) of an address, kept byte for byte."""

import io

import segno

QUIET_ZONE = 4  # modules of white on each side, as the standard demands


def qr_svg(url: str, scale: float = 4.0) -> str:
    """An SVG picture of the code, quiet zone included; `scale` is pixels per module.

    Raises ValueError (segno's DataOverflowError) where the address is too long for a code.
    """
    out = io.BytesIO()
    _code(url).save(
        out, kind="svg", scale=scale, border=QUIET_ZONE, light="#fff", xmldecl=False, nl=False
    )
    return out.getvalue().decode()


def qr_png(url: str, scale: int = 8) -> bytes:
    """A black-and-white PNG picture of the code, quiet zone included."""
    out = io.BytesIO()
    _code(url).save(out, kind="png", scale=scale, border=QUIET_ZONE)
    return out.getvalue()


def _code(url: str) -> segno.QRCode:
    """The code itself; level M outlives a fold or a stamp at one corner."""
    return segno.make_qr(url, error="m", boost_error=False)
