"""The rights statements an item may carry: rightsstatements.org 1.0 and Creative Commons."""

from django.utils.translation import gettext_lazy as _

_RS = "http://rightsstatements.org/vocab/"
_CC = "https://creativecommons.org/"

RIGHTS = {
    f"{_CC}publicdomain/mark/1.0/": _("Public domain"),
    f"{_CC}publicdomain/zero/1.0/": _("CC0 1.0: no rights reserved"),
    f"{_CC}licenses/by/4.0/": "CC BY 4.0",
    f"{_CC}licenses/by-sa/4.0/": "CC BY-SA 4.0",
    f"{_CC}licenses/by-nc/4.0/": "CC BY-NC 4.0",
    f"{_CC}licenses/by-nd/4.0/": "CC BY-ND 4.0",
    f"{_CC}licenses/by-nc-sa/4.0/": "CC BY-NC-SA 4.0",
    f"{_CC}licenses/by-nc-nd/4.0/": "CC BY-NC-ND 4.0",
    f"{_RS}InC/1.0/": _("In copyright"),
    f"{_RS}InC-EDU/1.0/": _("In copyright: educational use permitted"),
    f"{_RS}InC-NC/1.0/": _("In copyright: non-commercial use permitted"),
    f"{_RS}InC-RUU/1.0/": _("In copyright: rights holder not found"),
    f"{_RS}InC-OW-EU/1.0/": _("In copyright: EU orphan work"),
    f"{_RS}NoC-CR/1.0/": _("No copyright: contractual restrictions"),
    f"{_RS}NoC-NC/1.0/": _("No copyright: non-commercial use only"),
    f"{_RS}NoC-OKLR/1.0/": _("No copyright: other legal restrictions"),
    f"{_RS}NoC-US/1.0/": _("No copyright in the United States"),
    f"{_RS}CNE/1.0/": _("Copyright not evaluated"),
    f"{_RS}UND/1.0/": _("Copyright undetermined"),
    f"{_RS}NKC/1.0/": _("No known copyright"),
}

# Anyone may take, use and change these; the Open Definition's conformant ones.
OPEN = {
    f"{_CC}publicdomain/mark/1.0/",
    f"{_CC}publicdomain/zero/1.0/",
    f"{_CC}licenses/by/4.0/",
    f"{_CC}licenses/by-sa/4.0/",
}
