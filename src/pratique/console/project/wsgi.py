"""The application object of the console."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pratique.console.project.settings")
application = get_wsgi_application()

from pratique.console.frame.warming import warm  # noqa: E402 - after the settings

warm()
