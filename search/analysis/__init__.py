"""From text to the terms that are indexed, searched and marked: no engine inside, one definition for all of them."""

from search.analysis.languages import ANALYSES, Analysis
from search.analysis.words import alternatives, folded, index_terms, is_han, query_terms, spans

__all__ = ["ANALYSES", "Analysis", "alternatives", "folded", "index_terms", "is_han", "query_terms", "spans"]
