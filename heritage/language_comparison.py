"""How two versions of a language map are compared in the editor: language by language, only what changed."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison, diff_text, register_comparison_class

from heritage.languages import LANGUAGES, LanguageMapField


class LanguageMapComparison(FieldComparison):
    def htmldiff(self) -> SafeString:
        before, after = self.val_a or {}, self.val_b or {}
        return format_html_join("", "{}", ((self._row(code, before, after),) for code in LANGUAGES))

    def _row(self, code: str, before: dict[str, str], after: dict[str, str]) -> SafeString | str:
        old, new = before.get(code, ""), after.get(code, "")
        if old == new:
            return ""
        language = LANGUAGES[code]
        return format_html(
            '<div class="language-map-diff"><span class="language-map-diff__name">{}</span>'
            '<div lang="{}" dir="{}">{}</div></div>',
            language.native_name, language.tag, language.dir, diff_text(old, new).to_html(),
        )  # fmt: skip


register_comparison_class(LanguageMapField, comparison_class=LanguageMapComparison)
