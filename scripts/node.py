"""Run a Node program (npm, npx, node) with the Node that the set-up found or installed."""

import subprocess
import sys

from setup import ROOT, node_environment

if __name__ == "__main__":
    sys.exit(subprocess.run(sys.argv[1:], cwd=ROOT, env=node_environment(), check=False).returncode)
