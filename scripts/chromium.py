"""Make sure that a Chromium is there for the browser tests: Debian's, or Playwright's own download."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
DEBIAN = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]


def main() -> None:
    if any(shutil.which(name) for name in NAMES) or has_playwright_browser():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("· Chromium from Debian's packages …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet, stdout=subprocess.DEVNULL)
        if subprocess.run(DEBIAN, check=False, env=quiet, stdout=subprocess.DEVNULL).returncode == 0:
            return
    print("· Chromium by Playwright's own download …", flush=True)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode:
        sys.exit("the browser tests need Chromium: install the package chromium, then run make test again")


def has_playwright_browser() -> bool:
    found = "from playwright.sync_api import sync_playwright as p\nimport os, sys\nwith p() as b: sys.exit(not os.path.exists(b.chromium.executable_path))"
    return subprocess.run([sys.executable, "-c", found], check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    main()
