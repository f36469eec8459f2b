"""What is no valid HTML in a built site, as html-validate says it: the rules of the standard, and its "a11y"."""

import json
import subprocess
from pathlib import Path

_RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "rules": {
        # Tables have their colours in attributes, as pictures do.
        "no-inline-style": "off",
        # A `role="heading"` of the theme's, on the captions of its list of pages.
        "prefer-native-element": "off",
        # Enter sends the search; a button for it would be one more thing to pass.
        "wcag/h32": "off",
        # The theme's two switches, `__navigation` and `__toc`: HTML 5 takes any id without a space.
        "valid-id": ["error", {"relaxed": True}],
    },
}


def invalid(site: Path, modules: Path, folder: Path) -> list[str]:
    """One line for each mistake: "page:line: rule: words". *modules* is node_modules; *folder* may be written into."""
    rules = folder / "html-validate.json"
    rules.write_text(json.dumps(_RULES), encoding="utf-8")
    command = ["node", str(modules / "html-validate" / "bin" / "html-validate.mjs"), "--config", str(rules)]
    pages = [str(path) for path in sorted(site.rglob("*.html"))]
    said = folder / "html-validate.out"
    with said.open("w", encoding="utf-8") as out:  # of a pipe it leaves out what comes after the first 64 kB
        ran = subprocess.run([*command, "--formatter", "json", *pages], stdout=out, check=False)
    if ran.returncode > 1:
        raise RuntimeError("html-validate did not run, see above")
    return [
        f"{Path(page['filePath']).relative_to(site)}:{each['line']}: {each['ruleId']}: {each['message']}"
        for page in json.loads(said.read_text(encoding="utf-8"))
        for each in page["messages"]
    ]
