"""Who is responsible for a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibits.choosers import PublishedBlock


class InstitutionsBlock(blocks.StreamBlock):
    institution = PublishedBlock("institutions.Institution", label=_("Institution"))

    class Meta:
        max_num = 20
        required = False
