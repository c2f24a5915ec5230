from django.apps import AppConfig


class HeritageConfig(AppConfig):
    name = "heritage"
    verbose_name = "Qazyna"

    def ready(self) -> None:
        # Registers the system checks, and makes ours the Celery app that shared tasks are sent to.
        from heritage import celery, checks  # noqa: F401
