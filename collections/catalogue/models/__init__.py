from catalogue.models.changes import Change, ChangeCursor, Ripple
from catalogue.models.identifiers import Identifier
from catalogue.models.items import Item, ItemCreator
from catalogue.models.review import InstitutionReview
from catalogue.models.sets import ItemSet

__all__ = ["Change", "ChangeCursor", "Identifier", "InstitutionReview", "Item", "ItemCreator", "ItemSet", "Ripple"]
