"""Make an uploaded picture safe: decode it under a pixel cap and write its pixels anew, nothing else."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from .values import Rejection

LARGEST_PIXELS = 25_000_000
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# Pictures of other shapes are turned into one that every browser shows and that keeps no palette tricks.
MODES = {"JPEG": ("L", "RGB"), "PNG": ("L", "RGB", "RGBA"), "WEBP": ("RGB", "RGBA")}


def rewrite_image(content: bytes, type: str) -> bytes:
    """Return the picture's pixels in the same format; position, camera and every appended byte are gone.

    The turn that EXIF asks for is applied first. The same bytes give the same result, so a repeated upload
    is recognised. Raises ``Rejection``: 413 above 25 Mpixel (read from the header, before decoding),
    415 when it cannot be decoded.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _rewrite(content, FORMATS[type])
    except Rejection:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Rejection(413, "image_too_large", facts={"limit": LARGEST_PIXELS}) from error
    # Pillow raises almost anything for a broken picture; whatever it says, the picture is not readable.
    except Exception as error:
        raise Rejection(415, "image_unreadable") from error


def _rewrite(content: bytes, format: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=[format]) as image:
        if image.width * image.height > LARGEST_PIXELS:
            raise Rejection(413, "image_too_large", facts={"limit": LARGEST_PIXELS})
        image.load()
        turned = ImageOps.exif_transpose(image)
        modes = MODES[format]
        pixels = turned if turned.mode in modes else turned.convert(modes[-1])
        # A new image takes over pixels only: no EXIF, XMP, comment, profile or further frame.
        clean = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    written = io.BytesIO()
    clean.save(written, format, **({"quality": 85} if format != "PNG" else {"compress_level": 6}))
    return written.getvalue()
