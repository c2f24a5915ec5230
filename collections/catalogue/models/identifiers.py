from django.db import models
from django.utils.translation import gettext_lazy as _

from heritage.identifiers import mint_name


class Identifier(models.Model):
    """Every name ever minted. Rows are never deleted, so a name outlives its object and is never given again."""

    name = models.CharField(primary_key=True, max_length=20)
    kind = models.CharField(max_length=20)
    minted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")

    def __str__(self) -> str:
        return self.name


def mint(kind: str, count: int = 1) -> list[str]:
    """New names, registered. Raises IntegrityError in the (1 in 10^13 a name) case of a name given before."""
    names = [mint_name() for _ in range(count)]
    Identifier.objects.bulk_create([Identifier(name=name, kind=kind) for name in names], batch_size=500)
    return names
