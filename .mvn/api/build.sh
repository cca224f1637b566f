#!/bin/sh
# Writes the baseline of the published API anew, from the jars that `mvn package` built.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
asm=$(find "${M2:-$HOME/.m2/repository}/org/ow2/asm/asm" -name 'asm-9.*.jar' | sort -V | tail -1)
for jar in "$root"/dsl/target/tocsin-dsl-*.jar "$root"/integration-tests/harness/target/tocsin-harness-*.jar; do
  case $jar in *-sources.jar | *-javadoc.jar) continue ;; esac
  name=$(basename "$jar")
  java -cp "$asm" "$here/ApiJar.java" "$jar" "$here/$(echo "$name" | sed 's/-[0-9].*//').jar"
done
ls -l "$here"/*.jar
