"""`make image`: build the image, then hold it against what is promised, where there are tools for it."""

import os
import shutil
import subprocess
import sys

BASE = os.environ.get("BASE_IMAGE", "debian:trixie-slim")
IMAGE, SERVER = "localhost/ledljus", "localhost/ledljus-postgres"
# By chroot, so that neither a daemon nor user namespaces are needed.
BUILDAH = ("buildah", "bud", "--isolation=chroot", "--format=docker", f"--build-arg=BASE_IMAGE={BASE}")
# What compose.yaml takes from elsewhere is made of the same base: its tests ask nobody.
POSTGRES = f"FROM {BASE}\nRUN apt-get update && apt-get install -y --no-install-recommends postgresql\n"
TESTS = (sys.executable, "-m", "pytest", "-q", "-rs", "tests/ship/test_image.py")


def main() -> int:
    """Build and test; 0 when all went well or there is nothing to build with."""
    if shutil.which("buildah") and shutil.which("podman"):
        subprocess.run([*BUILDAH, "--tag", IMAGE, "."], check=True)
        subprocess.run([*BUILDAH, "--tag", SERVER, "-f", "-"], input=POSTGRES, text=True, check=True)
        return subprocess.run(TESTS, env=os.environ | {"TESTED_IMAGE": IMAGE}, check=False).returncode
    if (
        shutil.which("docker")
        and not subprocess.run(["docker", "info"], capture_output=True, check=False).returncode
    ):
        subprocess.run(
            ["docker", "build", f"--build-arg=BASE_IMAGE={BASE}", "-t", "ledljus", "."], check=True
        )
        print("built and not tested: the tests of the image run it by podman")
        return 0
    print("no image: neither buildah and podman nor a docker daemon are here")
    return 0


if __name__ == "__main__":
    sys.exit(main())
