# Sourced by the launchers: finds JDK 25 as JAVA and builds the benchmark's jars as BENCH_CLASSES.
for home in "${JAVA_HOME:-}" /usr/lib/jvm/temurin-25-jdk-* /usr/lib/jvm/*25*; do
  if [ -x "$home/bin/javac" ] && "$home/bin/java" -version 2>&1 | grep -q '"25'; then
    export JAVA_HOME="$home"
    break
  fi
done
JAVA="${JAVA_HOME:-/usr}/bin/java"
if [ ! -d bench/target/lib ] || [ -n "$(find bench/src/main fake-upstream/src/main server/src/main pom.xml bench/pom.xml -newer bench/target/lib -print -quit)" ]; then
  rm -rf bench/target/lib
  mvn -q -pl fake-upstream,server,bench -DskipTests package dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$PWD/bench/target/lib" >&2 || {
    rm -rf bench/target/lib # half a folder would count as built
    exit 1
  }
fi
BENCH_CLASSES="bench/target/classes:bench/target/lib/*"
