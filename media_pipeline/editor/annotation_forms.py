"""What a curator writes on a picture, and what stands there to read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media_pipeline.alto import MAX_BYTES
from media_pipeline.models import Annotation
from media_pipeline.models.annotations import MAX_SIDE
from media_pipeline.page_text import MAX_CHARACTERS, clean
from media_pipeline.text_languages import OFFERED, language_name, language_tag

REGION = {"left": _("Left"), "top": _("Top"), "width": _("Width"), "height": _("Height")}


class AnnotationForm(forms.ModelForm):
    """The region in four fields, all empty for the whole picture."""

    class Meta:
        model = Annotation
        fields = ("body", "motivation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.instance.region or [None] * 4
        for (name, label), number in zip(REGION.items(), region, strict=True):
            least = 0 if name in ("left", "top") else 1
            self.fields[name] = forms.IntegerField(
                label=label, required=False, initial=number, min_value=least, max_value=MAX_SIDE
            )

    @property
    def region_fields(self) -> list[Any]:
        return [self[name] for name in REGION]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        numbers = [cleaned.get(name) for name in REGION]
        given = [number for number in numbers if number is not None]
        if given and len(given) < len(numbers) and not any(name in self.errors for name in REGION):
            raise ValidationError(_("Give all four numbers of the region, or none for the whole picture."))
        self.instance.region = numbers if given else None
        return cleaned

    def add_service_error(self, error: ValidationError) -> None:
        """What the service refused beside its field, or above all where the form has no such field."""
        for name, texts in (error.message_dict if hasattr(error, "error_dict") else {"": error.messages}).items():
            self.add_error(name if name in self.fields else None, texts)


def _language_field() -> forms.CharField:
    # A datalist: one of the offered ones at a stroke, any other by its code.
    return forms.CharField(
        label=_("Language"),
        max_length=15,
        help_text=_("A language code: kk, ru, zh-Hans, fa …"),
        widget=forms.TextInput(attrs={"list": "text-languages", "autocomplete": "off", "size": 12}),
    )


def offered_languages() -> list[tuple[str, str]]:
    return [(tag, language_name(tag)) for tag in OFFERED]


def _clean_tag(value: str) -> str:
    tag = language_tag(value)
    if not tag:
        raise ValidationError(_("“%(code)s” is not a language code, such as kk or zh-Hans.") % {"code": value[:20]})
    return tag


class TextForm(forms.Form):
    """A text typed, pasted or corrected."""

    language = _language_field()
    text = forms.CharField(
        label=_("Text"),
        max_length=MAX_CHARACTERS,
        help_text=_("Line by line, as it stands on the page."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "dir": "auto", "spellcheck": "false"}),
    )

    def clean_language(self) -> str:
        return _clean_tag(self.cleaned_data["language"])

    def clean_text(self) -> str:
        text = clean(self.cleaned_data["text"])
        if not text.strip():
            raise ValidationError(_("There is no text."))
        return text


class TextFileForm(forms.Form):
    """ALTO or plain text. `language` may be left to the ALTO file."""

    file = forms.FileField(
        label=_("ALTO or text file"), widget=forms.ClearableFileInput(attrs={"accept": ".xml,.alto,.txt,text/plain"})
    )
    language = _language_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].required = False
        self.fields["language"].help_text = _("Empty: as the ALTO file says.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is too large for the text of one page."))
        return file

    def clean_language(self) -> str:
        value = self.cleaned_data["language"]
        return _clean_tag(value) if value else ""
