from django.apps import AppConfig


class HeritageConfig(AppConfig):
    name = "heritage"
    verbose_name = "Qazyna"

    def ready(self) -> None:
        from heritage import checks  # noqa: F401  registers the system checks
