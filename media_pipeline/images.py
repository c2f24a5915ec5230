"""Images by libvips: what is published of them is upright, sRGB, 8 bits, and carries no metadata but its profile.

Imported only inside tasks and requests: libvips's threads do not survive the fork of a worker's parent."""

import hashlib
from pathlib import Path
from typing import Any

import pyvips

from heritage.errors import Retryable
from media_pipeline.errors import FileRefused
from media_pipeline.posters import WIDTHS
from media_pipeline.pyramid_file import complete, padded_size

# Each operation here is done once on one file: libvips's cache of results would only hold memory.
pyvips.cache_set_max(0)
pyvips.block_untrusted_set(True)

TILE = 256
# Above 89 libvips stores 4:4:4, and the pyramid is three times larger (measured in the side-by-side bench).
PYRAMID_QUALITY = 88
# Effort 2: effort 4 takes six times longer for 4 % fewer bytes.
_POSTER_OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"compression": "av1", "Q": 55, "effort": 2},
    "webp": {"Q": 78, "effort": 4},
    "jpg": {"Q": 82, "optimize_coding": True, "interlace": True},
}
_SAVERS = {"avif": "heifsave", "webp": "webpsave", "jpg": "jpegsave"}
_DEVICE_FAULTS = ("no space left", "input/output error", "cannot allocate", "out of memory", "unable to write")
_QUARTER_TURNED = {5, 6, 7, 8}
# Central part of a panorama that looks like a photograph: 144° by 108° of the sphere.
_PANORAMA_CROP = (0.4, 0.6)


def open_header(path: Path, loader: str) -> pyvips.Image:
    """Reads the header only. Raises FileRefused when even that is damaged."""
    try:
        return _open(path, loader, access="sequential")
    except pyvips.Error:
        raise FileRefused("image-header") from None


def _open(path: Path, loader: str, **options: Any) -> pyvips.Image:
    # fail_on "error" includes "truncated": half a picture must not pass for a whole one.
    return getattr(pyvips.Image, loader)(str(path), fail_on="error", **options)


def upright_size(image: pyvips.Image) -> tuple[int, int]:
    return (image.height, image.width) if orientation(image) in _QUARTER_TURNED else (image.width, image.height)


def orientation(image: pyvips.Image) -> int:
    """EXIF's 1 to 8."""
    return image.get("orientation") if "orientation" in image.get_fields() else 1


def technical_metadata(image: pyvips.Image) -> dict[str, Any]:
    """Of the kind that a conservator asks for; nothing about the person or the place behind the camera."""
    fields = image.get_fields()
    frames = image.get("n-pages") if "n-pages" in fields else 1
    return {
        "bands": image.bands,
        "bits": {"uchar": 8, "ushort": 16, "float": 32, "double": 64}.get(image.format, image.format),
        "colour": image.interpretation,
        "profile": "icc-profile-data" in fields,
        "orientation": orientation(image),
        "dpi": round(image.xres * 25.4) if image.xres > 1 else None,
        "frames": frames,
    }


def make_pyramid(source: Path, loader: str, target: Path) -> dict[str, Any]:
    """Write a tiled JPEG pyramid TIFF to `target`. Raises FileRefused for a damaged source, Retryable for our disk.

    Returns width, height, tile, the SHA-256 of what was written, and `levels`, the stored sizes, largest first."""
    try:
        image = _published(source, loader)
        width, height = image.width, image.height
        image.embed(0, 0, *padded_size(width, height, TILE), extend="copy").tiffsave(
            str(target), tile=True, tile_width=TILE, tile_height=TILE, pyramid=True, compression="jpeg",
            Q=PYRAMID_QUALITY, keep="icc", bigtiff=width * height > 1_000_000_000,
        )  # fmt: skip
        levels = complete(target, width, height, TILE, PYRAMID_QUALITY)
    except pyvips.Error as error:
        raise _fault(error) from error
    except OSError as error:
        raise Retryable(str(error)[:500]) from error
    with target.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    sizes = [list(size) for size in levels]
    return {"width": width, "height": height, "tile": TILE, "levels": sizes, "sha256": sha256}


def make_posters(source: Path, loader: str, folder: Path, *, panorama: bool = False) -> list[dict[str, Any]]:
    """Write `{width}.{format}` for each width and format into `folder`; never wider than the image itself.

    Raises as make_pyramid does."""
    try:
        image = _published(source, loader, shrink_to=max(WIDTHS) * (2 if panorama else 1))
        if panorama:
            image = _front_view(image)
        largest = image.thumbnail_image(max(WIDTHS), height=max(WIDTHS) * 2, size="down").copy_memory()
        widths = sorted({min(width, largest.width) for width in WIDTHS})
        return [made for width in widths for made in _save_poster(largest, width, folder)]
    except pyvips.Error as error:
        raise _fault(error) from error


def _save_poster(largest: pyvips.Image, width: int, folder: Path) -> list[dict[str, Any]]:
    image = largest if width == largest.width else largest.thumbnail_image(width, height=10_000_000)
    made = []
    for format, options in _POSTER_OPTIONS.items():
        path = folder / f"{width}.{format}"
        getattr(image, _SAVERS[format])(str(path), keep="icc", **options)
        made.append({"format": format, "width": image.width, "height": image.height, "bytes": path.stat().st_size})
    return made


def _front_view(image: pyvips.Image) -> pyvips.Image:
    width, height = round(image.width * _PANORAMA_CROP[0]), round(image.height * _PANORAMA_CROP[1])
    return image.crop((image.width - width) // 2, (image.height - height) // 2, width, height)


def _published(source: Path, loader: str, shrink_to: int | None = None) -> pyvips.Image:
    """The image as the public gets it; with `shrink_to` the decoder may leave out what a smaller one needs not."""
    header = open_header(source, loader)
    turned = orientation(header) > 1
    options: dict[str, Any] = {"access": "random" if turned else "sequential"}
    if shrink_to and loader == "jpegload":
        options["shrink"] = _jpeg_shrink(header, shrink_to)
    image = _open(source, loader, **options)
    return _flat_srgb(image.autorot() if turned else image)


def _jpeg_shrink(header: pyvips.Image, width: int) -> int:
    shorter = min(header.width, header.height)
    return next((factor for factor in (8, 4, 2) if shorter // factor >= width), 1)


def _flat_srgb(image: pyvips.Image) -> pyvips.Image:
    """8-bit sRGB on white, from any number of bits, grey, CMYK, Lab or with alpha."""
    if image.interpretation == "multiband" and image.bands < 3:
        image = image.copy(interpretation="b-w" if image.format == "uchar" else "grey16")
    image = _to_srgb(image)
    if image.hasalpha():
        image = image.flatten(background=[255, 255, 255])
    return image[0:3] if image.bands > 3 else image


def _to_srgb(image: pyvips.Image) -> pyvips.Image:
    if "icc-profile-data" in image.get_fields():
        if _profile_fits(image):
            return image.icc_transform("srgb", embedded=True, intent="relative", black_point_compensation=True)
        image = image.copy()
        image.remove("icc-profile-data")
    if image.interpretation == "cmyk":
        return image.icc_transform("srgb", input_profile="cmyk", intent="relative", black_point_compensation=True)
    return image.colourspace("srgb")


def _profile_fits(image: pyvips.Image) -> bool:
    """libvips falls back silently for some broken profiles and fails late for others: try it on one pixel."""
    try:
        sample = pyvips.Image.black(1, 1, bands=image.bands).cast(image.format)
        sample = sample.copy(interpretation=image.interpretation)
        sample.set_type(pyvips.GValue.blob_type, "icc-profile-data", image.get("icc-profile-data"))
        sample.icc_transform("srgb", embedded=True, intent="relative").avg()
    except pyvips.Error:
        return False
    return True


def _fault(error: pyvips.Error) -> Exception:
    text = str(error).lower()
    if any(sign in text for sign in _DEVICE_FAULTS):
        return Retryable(str(error)[:500])
    return FileRefused("image-damaged")
