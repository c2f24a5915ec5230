"""The ASGI entry point: Django, with the image service's lean application beside it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings.base")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
