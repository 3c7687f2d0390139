"""Where the fixtures live; each module says what it provides."""

pytest_plugins = [
    "tests.provision.sizes",
    "tests.provision.stores",
    "tests.provision.browser",
    "tests.provision.server",
    "tests.provision.command",
]
