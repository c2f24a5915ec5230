"""What the core adds to Wagtail."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from heritage import language_comparison  # noqa: F401  registers itself
from heritage.actions import register_actions


@hooks.register("insert_global_admin_js")
def start_widgets() -> SafeString:
    return format_html('<script src="{}"></script>', static("heritage/start.js"))


@hooks.register("insert_global_admin_css")
def editor_css() -> SafeString:
    # The comparison of versions has no form, so no form's media either.
    return format_html('<link rel="stylesheet" href="{}">', static("heritage/language_map.css"))


hooks.register("register_actions", register_actions)
