"""What tests share: a server of their own, a migrated database each, the app in and out of it."""

import os

for name in [name for name in os.environ if name.startswith("LEDLJUS_")]:
    del os.environ[name]  # settings of whoever runs the tests are not the tests'
