"""Pictures from question files: checked before decoding, turned upright and written anew without metadata."""

import hashlib
import io
import warnings

from PIL import Image, ImageOps

from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.items import Picture

MAX_BYTES = 5_000_000
MAX_PIXELS = 20_000_000
LONGEST_SIDE = 1600
KINDS = ("JPEG", "PNG", "GIF", "WEBP")
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def encode(name: str, content: bytes) -> Picture:
    """Write the picture anew as PNG or JPEG; a FaultError says why it cannot be kept."""
    if len(content) > MAX_BYTES:
        raise FaultError(Code.PICTURE_SIZE, name=name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            written, media_type, suffix = _written(name, content)
    except FaultError:
        raise
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FaultError(Code.PICTURE_SIZE, name=name) from None
    except Exception as broken:  # Pillow's decoders raise whatever their formats meet
        raise FaultError(Code.PICTURE_KIND, name=name) from broken
    return Picture(hashlib.sha256(written).hexdigest()[:32] + suffix, media_type, written)


def _written(name: str, content: bytes) -> tuple[bytes, str, str]:
    with Image.open(io.BytesIO(content), formats=KINDS) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise FaultError(Code.PICTURE_SIZE, name=name)
        lossy = opened.format == "JPEG"
        upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    into = io.BytesIO()
    if lossy:
        upright.convert("RGB").save(into, "JPEG", quality=85)
        return into.getvalue(), "image/jpeg", ".jpg"
    # a palette or an alpha channel is kept; the bare pixels are copied so that no metadata travels along
    upright.convert("RGBA").save(into, "PNG", optimize=True)
    return into.getvalue(), "image/png", ".png"
