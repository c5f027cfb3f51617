#!/usr/bin/env bash
# Builds what is stale, then runs a Foresnap command with everything on this machine.
# ./run-local.sh [command] [options]; without a command: demo. ./run-local.sh --help lists them.
set -euo pipefail

home=$(cd "$(dirname "$0")" && pwd)
jar=$home/job/target/foresnap-job.jar
class_path=$home/job/target/local.classpath
log=$home/job/target/foresnap.log

fail() {
  echo "run-local.sh: $*" >&2
  exit 1
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null 2>&1 || fail "needs a JDK, version 17 or newer: no java on the PATH or in JAVA_HOME"
command -v "${java}c" >/dev/null 2>&1 || fail "needs a JDK, version 17 or newer: this Java has no compiler"
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
[ "${version:-0}" -ge 17 ] || fail "needs a JDK, version 17 or newer: found ${version:-an unknown version}"
command -v mvn >/dev/null 2>&1 || fail "needs Maven: no mvn on the PATH"

stale() {
  [ -f "$jar" ] && [ -f "$class_path" ] || return 0
  [ -n "$(find "$home/pom.xml" "$home/job/pom.xml" "$home/udfs/pom.xml" \
    "$home/job/src/main" "$home/udfs/src/main" -newer "$class_path" -newer "$jar" -print -quit)" ]
}

build() {
  echo "building…" >&2
  local output
  # In its own folder: Maven looks for the reactor and its .mvn there.
  if ! output=$(cd "$home" && mvn -B -q -Dstyle.color=never package -DskipTests 2>&1); then
    printf '%s\n' "$output" >&2
    fail "the build failed"
  fi
  touch "$class_path"
}

# Benchmarks with JMH live among the tests: its licence keeps it out of the job jar.
benchmarks() {
  local job=$home/job/target output
  echo "building the benchmarks…" >&2
  if ! output=$(cd "$home" && mvn -B -q -Dstyle.color=never -DskipTests -Dmdep.outputFile=target/test.classpath \
    test-compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -pl job -am 2>&1); then
    printf '%s\n' "$output" >&2
    fail "the build failed"
  fi
  exec "$java" -cp "$job/test-classes:$job/classes:$(cat "$job/test.classpath")" io.foresnap.bench.BenchmarkRatios
}

if [ "${1:-} ${2:-}" = "bench jmh" ]; then
  benchmarks
fi

if stale; then
  build
fi

case "${1:-}" in
  '') set -- demo ;;
  -h | --help | -V | --version | --verbose) ;;
  -*) set -- demo "$@" ;;
esac

heap=2g
case "$1" in
  demo) heap=3g ;;
  bench) heap=6g ;;
esac
# Ticks over a million partitions, with their histories on the heap.
case "${1:-} ${2:-}" in
  "bench load" | "bench tick") heap=10g ;;
esac
terminal=false
[ -t 1 ] && terminal=true

# Not in the folder of this script: paths given by the caller are relative to where he is.
# Flink opens java.util when a job is submitted to the dashboard, as its own scripts do.
exec "$java" "-Xmx$heap" -XX:+UseParallelGC --add-opens=java.base/java.util=ALL-UNNAMED \
  -Dlog4j2.configurationFile=classpath:log4j2-foresnap-local.xml \
  "-Dforesnap.log=$log" "-Dforesnap.terminal=$terminal" "-Dforesnap.home=$home" \
  -cp "$jar:$(cat "$class_path")" io.foresnap.cli.Foresnap "$@"
