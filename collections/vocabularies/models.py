"""Controlled terms: SKOS concepts, agents and places, shared by all institutions."""

import unicodedata
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import RevisionMixin

from heritage.curated import OneByOneQuerySet
from heritage.languages import LanguageMapField, resolve
from institutions.models import Region, latitude, longitude


def term_key(label: str) -> str:
    """What two spellings of one term share: NFKC, case folded, single spaces; letters of every script are kept."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())[:255]


class Vocabulary(RevisionMixin, models.Model):
    """`key` is the term's identity within its vocabulary: a notation from outside or the `term_key` of its label."""

    key = models.CharField(_("key"), max_length=255)
    exact_match = models.JSONField(
        _("exact match"),
        default=list,
        blank=True,
        help_text=_("URIs of the same thing in Getty AAT, Wikidata …"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OneByOneQuerySet.as_manager()

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new name is part of every record that uses the term: the apps above write their Change in this
        transaction, through the hook `term_changed`."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            for tell in hooks.get_hooks("term_changed"):
                tell(self)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Lists of terms lose it. The hook `term_deleted` is called while it is still known who has it."""
        for tell in hooks.get_hooks("term_deleted"):
            tell(self)
        return super().delete(*args, **kwargs)


class ConceptScheme(models.Model):
    """skos:ConceptScheme."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = LanguageMapField(_("title"))

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(resolve(self.title) or self.code)


class Concept(Vocabulary):
    """skos:Concept; `alt_label` is {language code: [texts]}."""

    scheme = models.ForeignKey(ConceptScheme, models.PROTECT, related_name="concepts", verbose_name=_("vocabulary"))
    pref_label = LanguageMapField(_("preferred label"))
    alt_label = models.JSONField(_("alternative labels"), default=dict, blank=True)
    definition = LanguageMapField(_("definition"), multiline=True, blank=True)
    broader = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="narrower", verbose_name=_("broader")
    )

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering = ["scheme_id", "key"]
        constraints = [models.UniqueConstraint(fields=["scheme", "key"], name="one_concept_a_key")]

    def __str__(self) -> str:
        return str(resolve(self.pref_label) or self.key)


class Agent(Vocabulary):
    """A person or a group (CIDOC CRM E39 Actor). `birth_edtf`/`death_edtf` also hold founding and dissolution."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        GROUP = "group", _("Group or organisation")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PERSON)
    name = LanguageMapField(_("name"))
    sort_name = models.CharField(_("name for sorting"), max_length=255, blank=True)
    birth_edtf = models.CharField(_("born or founded"), max_length=60, blank=True)
    death_edtf = models.CharField(_("died or dissolved"), max_length=60, blank=True)
    biography = LanguageMapField(_("biography"), multiline=True, blank=True)

    class Meta:
        verbose_name = _("agent")
        verbose_name_plural = _("agents")
        ordering = ["sort_name", "key"]
        constraints = [models.UniqueConstraint(fields=["key"], name="one_agent_a_key")]

    def __str__(self) -> str:
        return str(resolve(self.name) or self.key)


class Place(Vocabulary):
    name = LanguageMapField(_("name"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=latitude)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=longitude)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166-1, two letters."))
    region = models.ForeignKey(
        Region, models.SET_NULL, null=True, blank=True, related_name="places", verbose_name=_("region")
    )
    broader = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="narrower", verbose_name=_("broader")
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["key"], name="one_place_a_key")]

    def __str__(self) -> str:
        return str(resolve(self.name) or self.key)
