"""Write the OpenAPI document that the dashboard's types are generated from; --check only compares."""

import json
import sys
from pathlib import Path

from tradewind.web.app import build_api
from tradewind.web.config import WebConfig

TARGET = Path(__file__).resolve().parents[1] / "ui" / "openapi.json"


def main() -> int:
    document = build_api(WebConfig()).openapi()
    text = json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    if "--check" in sys.argv[1:]:
        is_current = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text
        print("openapi.json: current" if is_current else "openapi.json is old: run scripts/openapi.py")
        return 0 if is_current else 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
