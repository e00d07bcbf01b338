"""One module a noun; each puts its functions under their paths when it is imported. A module that stands here is served."""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
