"""Makes golden.json: what Jinja2 gives for each line of sources.txt, set up as transformers does for chat templates.

    python make.py        with jinja2 3.1.6

The variables are those of ../chat_template_tools.json; ⏎ stands for a line feed.
"""

import json
import pathlib

import jinja2
import jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment

HERE = pathlib.Path(__file__).parent
VALUE = json.loads((HERE / "../chat_template_tools.json").read_text())["value"]
MESSAGES = [{"role": "user", "content": "Hi there"}, {"role": "assistant", "content": " it's ok "}]

environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[jinja2.ext.loopcontrols])
environment.filters["tojson"] = lambda x, ensure_ascii=False, indent=None, separators=None, sort_keys=False: json.dumps(
    x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
)


def render(source):
    try:
        return environment.from_string(source).render(
            messages=MESSAGES, value=VALUE, bos_token="<s>", eos_token="</s>", add_generation_prompt=True
        )
    except Exception:
        return None


sources = [line.replace("⏎", "\n") for line in (HERE / "sources.txt").read_text().splitlines() if line]
rows = [{"source": source, "output": render(source)} for source in sources]
note = f"what Jinja2 {jinja2.__version__} gives, null where it fails; made by make.py from sources.txt"
lines = ",\n".join("  " + json.dumps(row) for row in rows)
(HERE / "golden.json").write_text(f'{{\n "note": {json.dumps(note)},\n "rows": [\n{lines}\n ]\n}}\n')
print(len(rows), [row["source"] for row in rows if row["output"] is None])
