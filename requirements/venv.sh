#!/bin/sh
# Makes .venv with the first Python of at least 3.11 that is found, and puts uv into it.
#   PYTHON=...   takes this one instead
#   FROM=...     arguments for pip, such as: --no-index --find-links wheelhouse
set -eu

at_least_3_11='import sys; sys.exit(sys.version_info < (3, 11))'

find_python() {
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if "$candidate" -c "$at_least_3_11" 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "imagesim needs Python 3.11 or newer; found none of: ${PYTHON:-python3 python3.14 ... python3.11 python}." >&2
  echo "Install one (Debian, Ubuntu: apt install python3 python3-venv), or name it: make lab PYTHON=/path/to/python3" >&2
  return 1
}

if [ ! -x .venv/bin/python ]; then
  python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$python cannot make virtual environments: its module ensurepip is missing." >&2
    echo "Install it (Debian, Ubuntu: apt install python$version-venv), then try again." >&2
    exit 1
  fi
  "$python" -m venv .venv
fi

# uv installs the whole lock in seconds, where pip needs the better part of a minute.
if [ ! -x .venv/bin/uv ]; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check ${FROM:-} --require-hashes -r requirements/uv.txt
fi
