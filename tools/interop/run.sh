#!/usr/bin/env bash
# Portage beside the real TaskFlow: flows that Python has begun are resumed by newer Python code, with
# and without Portage. Prints a table; exits with 0 if every cell is what it has to be, with 1 if not,
# and with 77 where TaskFlow cannot be had. Names of scenarios and --keep may be given.
set -euo pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -P -- "$here/../.." && pwd)

# A Python that has TaskFlow and its database backend; PYTHON says which one, if it is set.
find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 /usr/bin/python3}; do
    if "$candidate" -W ignore -c 'import taskflow.engines, taskflow.persistence.backends.impl_sqlalchemy' \
      >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

install() {
  command -v apt-get >/dev/null && [[ $(id -u) == 0 ]] || return 1
  echo "installing python3-taskflow and python3-sqlalchemy-utils ..." >&2
  DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends \
    python3-taskflow python3-sqlalchemy-utils >/dev/null
}

if ! python=$(find_python); then
  install || true
  if ! python=$(find_python); then
    echo "SKIPPED: nothing was tested, for no Python here has TaskFlow" >&2
    echo "  next: apt-get install python3-taskflow python3-sqlalchemy-utils, or say PYTHON=/path/to/python3" >&2
    exit 77
  fi
fi

"$root/portage" --version >/dev/null
echo "TaskFlow $("$python" -W ignore -c \
  'from importlib.metadata import version; print(version("taskflow"))') of $python; $("$root/portage" --version)"
export PYTHONDONTWRITEBYTECODE=1
"$python" -W ignore "$root/tools/test_export_shape.py" --quiet 2>&1 | sed '/^-*$/d; s/^/export_shape.py: /' >&2
exec "$python" -W ignore "$here/scenarios.py" "$@"
