#!/bin/bash
# The program of the pre-commit hooks: builds the checkout that it lies in on its first run, and runs it.
# Arguments are those of dockerfile-coach. Needs Node.js 20 and npm on PATH.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
if [ ! -x "$root/dist/cli.js" ]; then
  (cd "$root" && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build) >&2
fi
exec node "$root/dist/cli.js" "$@"
