"""`python -m pratique.console migrate …`: Django's own commands."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pratique.console.project.settings")
execute_from_command_line(["pratique.console", *sys.argv[1:]])
