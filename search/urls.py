"""Addresses of the search within an item; stable, as viewers read them from manifests."""

from django.urls import path

from search.iiif.views import autocomplete_view, content_search_view

urlpatterns = [
    path("iiif/search/2/<str:identifier>", content_search_view, name="iiif-search"),
    path("iiif/search/2/<str:identifier>/autocomplete", autocomplete_view, name="iiif-autocomplete"),
]
