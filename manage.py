#!/usr/bin/env python
"""Django's command line. `collections/` is a folder of apps, so it goes on the path like the project itself."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(1, str(Path(__file__).resolve().parent / "collections"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
