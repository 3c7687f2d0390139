"""Where the fixtures live; each module says what it provides."""

import os

# Locust rewires threads of whoever imports it; a test run has threads of its own to lose.
os.environ.setdefault("LOCUST_SKIP_MONKEY_PATCH", "1")

pytest_plugins = [
    "tests.provision.sizes",
    "tests.provision.stores",
    "tests.provision.browser",
    "tests.provision.server",
    "tests.provision.command",
]
