"""What a mapping makes of a record: typed, checked, and not yet anything in the database."""

from dataclasses import dataclass, field
from typing import Any

from heritage.languages import LanguageMap

LANGUAGE_MAPS = ("title", "description", "notes", "credit_line", "current_location")
TERMS = ("category", "period", "place")
TERM_LISTS = ("materials", "techniques")
PLAIN = ("kind", "date_edtf", "dimensions", "inventory_number", "state_catalogue_number", "rights_uri", "same_as")


@dataclass(frozen=True, slots=True)
class Term:
    """A concept or place; `key` finds it in its vocabulary, the label is only for making it."""

    key: str
    label: LanguageMap


@dataclass(frozen=True, slots=True)
class Creator:
    """An agent in a role. All but `key` and `role` is only for making the agent: vocabularies are the curators'."""

    key: str
    role: str
    name: LanguageMap
    kind: str = "person"
    sort_name: str = ""
    birth_edtf: str = ""
    death_edtf: str = ""


@dataclass(slots=True)
class ItemData:
    """The fields are `catalogue.Item`'s."""

    source_id: str
    kind: str = ""
    title: LanguageMap = field(default_factory=dict)
    description: LanguageMap = field(default_factory=dict)
    notes: LanguageMap = field(default_factory=dict)
    credit_line: LanguageMap = field(default_factory=dict)
    current_location: LanguageMap = field(default_factory=dict)
    date_edtf: str = ""
    category: Term | None = None
    period: Term | None = None
    place: Term | None = None
    materials: tuple[Term, ...] = ()
    techniques: tuple[Term, ...] = ()
    dimensions: list[dict[str, Any]] = field(default_factory=list)
    inventory_number: str = ""
    state_catalogue_number: str = ""
    rights_uri: str = ""
    same_as: list[str] = field(default_factory=list)
    creators: tuple[Creator, ...] = ()

    def values(self) -> dict[str, Any]:
        """{field: plain value}, empty ones left out: what is compared, see `interchange.merging`. A text's field is
        "title.kk", a term's value its key."""
        flat: dict[str, Any] = {name: value for name in PLAIN if (value := getattr(self, name))}
        for name in LANGUAGE_MAPS:
            flat |= {f"{name}.{code}": text for code, text in getattr(self, name).items() if text}
        flat |= {name: term.key for name in TERMS if (term := getattr(self, name))}
        flat |= {name: sorted(term.key for term in terms) for name in TERM_LISTS if (terms := getattr(self, name))}
        if self.creators:
            flat["creators"] = [[creator.key, creator.role] for creator in self.creators]
        return flat
