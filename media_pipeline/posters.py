"""The pictures of fixed widths that stand for an asset on pages and in lists, and their addresses."""

from copy import copy
from typing import TYPE_CHECKING, Any, NamedTuple

# Making images needs the widths below and no tables: a process that only makes them stays small.
if TYPE_CHECKING:
    from catalogue.access import SizeLimit

FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
WIDTHS = (400, 800, 1600)
# The image that everybody gets of one that is for readers has an address of its own: what lies in a cache under one
# address is then the same for all (Authorization Flow 2.0, section 1).
SMALL = "-small"


class Poster(NamedTuple):
    format: str
    width: int
    height: int
    url: str
    type: str


class PosterSet:
    """`files` is a posters derivative's metadata: [{"format", "width", "height", "key", "bytes"}]."""

    def __init__(self, identifier: str, sha256: str, files: list[dict[str, Any]]) -> None:
        order = list(FORMATS)
        ordered = sorted(files, key=lambda file: (order.index(file["format"]), file["width"]))
        self.all = [
            Poster(
                file["format"],
                file["width"],
                file["height"],
                poster_path(identifier, sha256, file["width"], file["format"]),
                FORMATS[file["format"]],
            )
            for file in ordered
        ]

    def within(self, limit: "SizeLimit | None") -> "PosterSet":
        """Those that a person with this limit may see; None is nothing."""
        kept = copy(self)
        kept.all = [poster for poster in self.all if limit and limit.holds(poster.width, poster.height)]
        return kept

    @classmethod
    def made_by_service(cls, identifier: str, width: int, height: int) -> "PosterSet":
        """The largest JPEG that the image service gives, where a limit is below every stored picture."""
        kept = cls(identifier, "", [])
        url = f"/iiif/3/{identifier}/full/max/0/default.jpg"
        kept.all = [Poster("jpg", width, height, url, FORMATS["jpg"])]
        return kept

    def __bool__(self) -> bool:
        return bool(self.all)

    def of(self, format: str) -> list[Poster]:
        return [poster for poster in self.all if poster.format == format]

    def at_least(self, width: int, format: str = "jpg") -> Poster | None:
        choices = self.of(format)
        return next((poster for poster in choices if poster.width >= width), choices[-1] if choices else None)

    def url(self, width: int = 800) -> str:
        poster = self.at_least(width)
        return poster.url if poster else ""

    def srcset(self, format: str) -> str:
        return ", ".join(f"{poster.url} {poster.width}w" for poster in self.of(format))

    @property
    def sources(self) -> list[dict[str, str]]:
        """For <source> in <picture>: type and srcset of each format but the last, which is the <img>'s own."""
        return [{"type": FORMATS[name], "srcset": self.srcset(name)} for name in FORMATS if self.of(name)]


def poster_path(identifier: str, sha256: str, width: int, format: str) -> str:
    """Relative to the site's root. The checksum of the source is in it, so what lies there never changes."""
    return f"/posters/{identifier}/{sha256[:16]}-{width}.{format}"
