from exhibits.models.exhibitions import ExhibitionIndexPage, ExhibitionPage
from exhibits.models.home import HomePage

__all__ = ["ExhibitionIndexPage", "ExhibitionPage", "HomePage"]
