#!/usr/bin/env bash
# verapdf.sh PROFILE FILE... : PROFILE is 2a, 2u, ua1 …; prints PASS or FAIL and the failed rules; exit 0 when every file complies.
# veraPDF's command line comes from Maven Central on first use, into $HARNESS_DIR (default: target/harness); needs Java and Maven.
set -euo pipefail
dir=$(realpath -m "${HARNESS_DIR:-$(dirname "$0")/../target/harness}")/verapdf
if [ ! -d "$dir/jars" ]; then
  mkdir -p "$dir"
  cat >"$dir/pom.xml" <<'P'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>local</groupId><artifactId>verapdf</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency><groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId><version>1.28.2</version></dependency></dependencies>
</project>
P
  mvn -q -B -f "$dir/pom.xml" dependency:copy-dependencies -DoutputDirectory="$dir/jars.part" >&2 || { rm -rf "$dir"; exit 2; }
  mv "$dir/jars.part" "$dir/jars"
fi
profile=$1; shift
bad=0
for f in "$@"; do
  out=$(java -cp "$dir/jars/*" org.verapdf.apps.GreenfieldCliWrapper --format text -v -f "$profile" "$f" 2>/dev/null) || true
  echo "$out"
  case $out in PASS*) ;; *) bad=1 ;; esac
done
exit $bad
