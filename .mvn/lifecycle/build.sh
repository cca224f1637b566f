#!/usr/bin/env bash
# Builds the jar of .mvn/repository from this folder; see README.md beside it.
# Usage: bash .mvn/lifecycle/build.sh VERSION
set -euo pipefail
version="${1:?usage: bash .mvn/lifecycle/build.sh VERSION}"
here="$(cd "$(dirname "$0")" && pwd)"
target="$here/../repository/dev/tocsin/build/tocsin-lifecycle/$version"
mkdir -p "$target"
# A fixed date, so that the same XML gives the same bytes.
jar --create --no-manifest --date=2026-01-01T00:00:00Z \
  --file "$target/tocsin-lifecycle-$version.jar" -C "$here" META-INF/plexus/components.xml
echo "built $target/tocsin-lifecycle-$version.jar"
