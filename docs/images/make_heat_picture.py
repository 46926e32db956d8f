"""Makes heat-sor-bandit.png, the README's picture, from the figures of the example's report. Needs chromium.

    ./ansatz run examples/heat-sor-bandit.yaml
    python3 docs/images/make_heat_picture.py runs/heat-sor-bandit/report.html
"""

import pathlib
import re
import subprocess
import sys
import tempfile

report = pathlib.Path(sys.argv[1]).read_text()
figures = re.findall(r"<svg.*?</svg>", report, flags=re.S)
wanted = ["Cumulative iterations", "Iterations per step", "Tuned: omega", "bandit: T, time 5"]
chosen = [next(figure for figure in figures if title in figure) for title in wanted]
style = "body{margin:12px;background:#fff;display:grid;grid-template-columns:1fr 1fr;gap:8px} svg{width:100%;height:360px}"
picture = pathlib.Path(__file__).with_name("heat-sor-bandit.png").resolve()
with tempfile.TemporaryDirectory() as folder:
    page = pathlib.Path(folder) / "page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>" + "".join(chosen))
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1080,760",
         f"--screenshot={picture}", page.as_uri()], check=True, stderr=subprocess.DEVNULL)
