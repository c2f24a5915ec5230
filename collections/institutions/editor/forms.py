"""The base of the editor's forms."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import CharField, ClearableFileInput, FileField, TextInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from institutions import logos
from institutions.logos import logo_of
from institutions.models import Institution, Membership
from institutions.permissions import EDIT, MANAGE, institutions_for


class OfInstitutionForm(WagtailAdminModelForm):
    """Offers the institutions in which the person has the right `institution_right`; an existing record stays
    where it is, and who works for one museum does not choose."""

    institution_right = EDIT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("institution")
        if field is None:
            return
        field.queryset = institutions_for(self.for_user, self.institution_right)
        if self.instance.pk:
            field.queryset = Institution.objects.filter(pk=self.instance.institution_id)
            field.disabled = True
        elif len(own := list(field.queryset[:2])) == 1:
            field.initial = self.initial["institution"] = own[0].pk
            field.disabled = True


class LogoWidget(ClearableFileInput):
    template_name = "institutions/widgets/logo.html"

    class Media:
        css = {"all": ["institutions/logo.css"]}


class LogoField(FileField):
    """Cleans to the key of the stored picture, "" for none."""

    widget = LogoWidget(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def prepare_value(self, value: Any) -> Any:
        return logo_of(value) if isinstance(value, str) else None


class InstitutionForm(WagtailAdminModelForm):
    """The code is part of addresses that others have written down."""

    logo = LogoField(
        label=_("Logo"), required=False, help_text=_("A PNG, JPEG or WebP picture; it is shown at 800 pixels at most.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True

    def clean(self) -> dict[str, Any]:
        # Here and not in the field: the picture is kept under the code.
        found = super().clean()
        sent = found.get("logo")
        if isinstance(sent, UploadedFile) and found.get("code"):
            try:
                sent = logos.keep(found["code"], sent)
            except ValidationError as error:
                self.add_error("logo", error)
                return found
        found["logo"] = sent if isinstance(sent, str) else ""
        return found


class UsernameField(CharField):
    """A person by name, so that nobody needs the list of all people of all museums to give a role."""

    widget = TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        people = get_user_model().objects
        return people.get(pk=value).get_username() if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        users = get_user_model()
        if isinstance(value, int):  # the initial value of a disabled field
            return users.objects.get(pk=value)
        name = super().clean(value)
        person = users.objects.filter(**{users.USERNAME_FIELD: name}, is_active=True).first()
        if person is None:
            raise ValidationError(_("There is no person with this user name."))
        return person


class MembershipForm(OfInstitutionForm):
    institution_right = MANAGE

    user = UsernameField(label=_("User name"))

    class Meta:
        model = Membership
        fields = ["user", "institution", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["user"].disabled = True
