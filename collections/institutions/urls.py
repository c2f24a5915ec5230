"""Addresses of what institutions show; all stable."""

from django.urls import path

from institutions.views import logo

urlpatterns = [path("logos/<slug:code>/<str:name>", logo, name="institution-logo")]
