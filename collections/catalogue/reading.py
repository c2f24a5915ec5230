"""How the pages of an item follow one another, in the words of IIIF Presentation 3.0 (viewingDirection, behavior)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadingDirection(models.TextChoices):
    LEFT_TO_RIGHT = "left-to-right", _("Left to right")
    RIGHT_TO_LEFT = "right-to-left", _("Right to left: books in Arabic script")
    TOP_TO_BOTTOM = "top-to-bottom", _("Top to bottom")
    BOTTOM_TO_TOP = "bottom-to-top", _("Bottom to top")


class PageLayout(models.TextChoices):
    """Not chosen ("") is by the kind of item: books are paged, all else are pictures for themselves."""

    INDIVIDUALS = "individuals", _("Pictures for themselves")
    PAGED = "paged", _("Pages of a bound book")
    CONTINUOUS = "continuous", _("Parts of one scroll or strip")
    UNORDERED = "unordered", _("Pictures in no order")
