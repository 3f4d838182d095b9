"""``relsim app`` with another page or other limits: ``python -m tests.app.serving PAGE …``."""

import json
import os
import sys

from relsim.app.server import server, sessions
from relsim.cli import main

if __name__ == "__main__":
    server.PAGE = sys.argv[1]
    settings = json.loads(os.environ.get("RELSIM_TESTED_SETTINGS", "{}"))
    for name, value in settings.items():
        if not hasattr(sessions, name):
            raise AttributeError(name)
        setattr(sessions, name, value)
    main(["app", *sys.argv[2:]])
