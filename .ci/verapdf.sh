#!/usr/bin/env bash
# verapdf.sh PROFILE FILE... : PROFILE is 2a, 2u, ua1 …; prints PASS or FAIL and the failed rules; exit 0 when every file complies.
# veraPDF comes from .ci/install, in $FUZI_TOOLS (.ci/tools when not set).
set -euo pipefail
jars=${FUZI_TOOLS:-$(dirname "$0")/tools}/verapdf/jars
[ -d "$jars" ] || { echo "veraPDF is not installed; run .ci/install" >&2; exit 2; }
profile=$1
shift
bad=0
for file in "$@"; do
  out=$(java -cp "$jars/*" org.verapdf.apps.GreenfieldCliWrapper --format text -v -f "$profile" "$file" 2>/dev/null) || true
  echo "$out"
  case $out in PASS*) ;; *) bad=1 ;; esac
done
exit $bad
