#!/bin/bash
# Compares the service's model with llama.cpp on the same weights. Needs a Debian machine with apt
# (no root): llama.cpp comes from Debian forky into target/llama.cpp, with the C library that it
# wants. Where apt is missing, only our own speed is measured.
#
#   inference/src/test/bench/run.sh
set -euo pipefail
cd "$(dirname "$0")/../../.."
module=$PWD
mvn -q -f .. -pl inference test-compile dependency:build-classpath \
  -Dmdep.outputFile="$module/target/bench.cp"
mkdir -p target/llama.cpp target/bench
cd target/llama.cpp
if [ ! -d root ] && command -v apt-get >/dev/null; then
  mkdir -p lists/partial cache/archives/partial
  mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/*.sources)
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror forky main" >sources.list
  apt() {
    apt-get -q -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=- \
      -o Dir::State::lists="$PWD/lists" -o Dir::Cache="$PWD/cache" \
      -o Dir::State::status=/dev/null "$@"
  }
  apt update >/dev/null
  apt -d -y --no-install-recommends install llama.cpp-tools-extra >/dev/null
  for package in cache/archives/*.deb; do dpkg -x "$package" root; done
  # It looks for its back ends beside the program that runs, and that is the loader.
  find root/usr/lib -name 'libggml-cpu-*.so' -exec ln -sf --relative -t root/usr/lib/x86_64-linux-gnu {} +
fi
llama=()
if [ -d root ]; then
  lib=$PWD/root/usr/lib/x86_64-linux-gnu
  llama=("$lib/ld-linux-x86-64.so.2" --library-path "$lib:$lib/llama:$lib/ggml" "$PWD/root/usr/bin/llama-batched-bench")
fi
cd "$module"
exec java -Xmx3g -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp "target/test-classes:target/classes:$(cat target/bench.cp)" \
  dev.tocsin.inference.bench.Benchmark models/demo "$module/target/bench" "${llama[@]}"
