"""The Content Security Policy of the editor: the site's own, but where Wagtail itself writes scripts into its pages.

See docs/adr/0009-csp-in-the-editor.md."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

# Screens for editors of the site's pages in which Wagtail 8 starts its widgets by inline scripts, and its editor of
# rich text writes styles. A role in an institution opens none of them, and what curators write is never printed there
# as markup.
WITH_INLINE_SCRIPTS = ("/admin/pages/", "/admin/localize/", "/admin/sites/", "/admin/workflows/")
INLINE = "'unsafe-inline'"


class SitePolicyMiddleware(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(WITH_INLINE_SCRIPTS):
            more: dict[str, Any] = dict(parts.update or {})
            for directive in ("script-src", "style-src"):
                more[directive] = [*more.get(directive, []), INLINE]
            parts.update = more
        return parts
