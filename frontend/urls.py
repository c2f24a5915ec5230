"""The website's addresses. `heritage.urls` mounts them: `urlpatterns` at the root, `localized` under each language."""

from django.conf import settings
from django.urls import path, re_path

from frontend.views import account, ark, content_state, embed, institutions, item, site, sitemaps, styleguide

urlpatterns = [
    path("", site.root, name="root"),
    path("theme", site.theme, name="theme"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-pages-<slug:code>.xml", sitemaps.sitemap_pages, name="sitemap-pages"),
    path("sitemap-institutions-<slug:code>.xml", sitemaps.sitemap_institutions, name="sitemap-institutions"),
    path("sitemap-items-<slug:code>-<int:part>.xml", sitemaps.sitemap_items, name="sitemap-items"),
    path("iiif/content-state", content_state.open_content_state, name="content-state"),
    re_path(r"^ark:(?P<rest>/?.+)$", ark.ark, name="ark"),
]

if getattr(settings, "STYLEGUIDE", False):
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]

localized = [
    path("sign-in", account.SignIn.as_view(), name="sign-in"),
    path("sign-out", account.SignOut.as_view(), name="sign-out"),
    path("items/<str:identifier>", item.item_detail, name="item-address"),
    path("items/<str:identifier>/", item.item_detail),
    path("items/<str:identifier>/<str:slug>", item.item_detail, name="item-detail"),
    path("embed/<str:identifier>", embed.item_embed, name="item-embed"),
    path("institutions/", institutions.institution_list, name="institution-list"),
    path("institutions/<slug:code>", institutions.institution_detail, name="institution-detail"),
]
