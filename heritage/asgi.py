"""The ASGI entry point: Django, with the image service's lean application beside it."""

import gc
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings.base")

from django.core.asgi import get_asgi_application

django = get_asgi_application()

from media_pipeline.iiif.image_server import ImageServer  # noqa: E402  needs Django's apps

application = ImageServer(django)
application.warm_up()

# Hundreds of thousands of objects that live as long as the process: no collection need look at them again. A full one
# would stop the event loop for a tenth of a second.
gc.collect()
gc.freeze()

# Threads hand over to the event loop after half a millisecond, not five: tiles wait for no page.
sys.setswitchinterval(0.0005)
