"""The baseline: the same finished HTML from a bare Flask view, under the same server."""

import sys
from pathlib import Path

from flask import Flask

from portal.running.serve import _Web


def main() -> None:
    """Serve every file of a folder as a page of its own."""
    folder, address, workers = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    app = Flask(__name__)
    for file in folder.glob("*.html"):
        html = file.read_text("utf-8")
        app.add_url_rule(f"/{file.stem}", file.stem, lambda html=html: html)
    _Web(app, address, workers).run()


if __name__ == "__main__":
    main()
