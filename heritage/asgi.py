"""The ASGI entry point: Django, with the image service's lean application beside it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings.base")

from django.core.asgi import get_asgi_application

django = get_asgi_application()

from media_pipeline.iiif.image_server import ImageServer  # noqa: E402  needs Django's apps

application = ImageServer(django)
