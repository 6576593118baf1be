# `make demo` and `make test` set up all they need in .venv by themselves.
PYTHON ?= python3
VENV ?= .venv
KG = $(VENV)/bin/kg
STAMP = $(VENV)/.installed

.PHONY: demo test lock evaluation graph bench clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement constraints.txt
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $(STAMP)

demo: $(STAMP)
	$(KG) build graph/documents --store graph/store
	@echo; echo "Which places is Weihai linked with, how often, and who says so?"
	$(KG) query links-of-place --store graph/store
	@echo; echo "Which companies invested in Weihai?"
	$(KG) query investors --store graph/store
	@echo; echo "Where do customers of ship maintenance come from?"
	$(KG) query customers --store graph/store
	$(KG) export graph/weihai.ttl --store graph/store
	$(KG) view graph/weihai.html --store graph/store
	@echo; echo "Open graph/weihai.html in a browser; graph/weihai.ttl is the graph in Turtle."

test: $(STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/python -m pytest -n auto

lock:
	$(VENV)/bin/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file constraints.txt pyproject.toml

evaluation: $(STAMP)
	$(VENV)/bin/python tools/confidence.py
	$(VENV)/bin/python tools/readme_table.py

graph: $(STAMP)
	$(KG) build graph/documents --store graph/store
	$(KG) export graph/weihai.ttl --store graph/store

bench: $(STAMP)
	$(KG) bench

clean:
	rm -rf $(VENV) graph/store build dist
