"""axe-core finds nothing, in both schemes and both directions (WCAG 2.2 A and AA, and its best practices)."""

from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "home": "/{lang}/",
    "item": "/{lang}/items/{schuyler-mosque-hazret-turkistan}",
    "item, sharing": "/{lang}/items/{schuyler-mosque-hazret-turkistan}#share",
    "embedded item": "/{lang}/embed/{schuyler-mosque-hazret-turkistan}",
    "model": "/{lang}/items/{model-moonbrand-sword}",
    "search": "/{lang}/search/?kind=photograph",
    "nothing found": "/{lang}/search/?q=zzzzqqqq",
    "institutions": "/{lang}/institutions/",
    "exhibitions": "/{lang}/exhibitions/",
    "exhibition": "/{lang}/exhibitions/steppe-through-travellers-eyes/",
    "institution": "/{lang}/institutions/demo",
    "for readers": "/{lang}/items/{kept-back}",
    "for readers, a smaller picture": "/{lang}/items/{for-readers}",
    "signing in": "/{lang}/sign-in",
    "a viewer's window": "/iiif/auth/2/access?origin=https://viewer.example",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "en", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_axe(visit, site, name, language, scheme):
    path = PAGES[name].replace("{lang}", language)
    for record, identifier in site.items.items():
        path = path.replace(f"{{{record}}}", identifier)
    page = visit(path, color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    if path.endswith("#share"):
        page.locator("[data-action=share]").click()
    # evaluate() and not a script element: the page's Content-Security-Policy stays in force.
    page.evaluate(AXE.read_text())
    answer = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in answer["violations"]]
    assert found == []
