#!/usr/bin/env bash
# gpu-kit.sh [--check]: puts all that benchmarks/gpu.sh needs on a machine that has a GPU, but neither Java nor Maven nor a
# network, into .gpu: a Java of its own, libraries, tests, benchmarks, and real playlists where ../shared/data has them. Copy
# the checkout with it. Fetches nothing that the local repository has. --check then runs everything here, in small, on an
# emulated GPU, from the kit alone.
set -euo pipefail
cd "$(dirname "$0")/.."
kit=$PWD/.gpu
most=60000000

fail() { echo "gpu-kit.sh: $1" >&2; exit 1; }
[ "$(uname -sm)" = 'Linux x86_64' ] || fail 'the kit is for Linux on x86-64, and its Java is made from the one here'
jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
maven=(mvn --batch-mode --no-transfer-progress -q)

# Everything is compiled, and each module's class path is written down, with the versions that its pom asks for.
"${maven[@]}" -pl recommender-dl4j,benchmarks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/kit-classpath
paths() { tr ':' '\n' < recommender-dl4j/target/kit-classpath; echo; tr ':' '\n' < benchmarks/target/kit-classpath; echo; }
library() { paths | grep -E "/$1-[0-9][^/]*\.jar$" | grep -v -- '-linux-\|-macosx-\|-windows-' | head -1 | grep . || fail "no $1"; }
native() { paths | grep -E "/$1-[0-9][^/]*-linux-x86_64\.jar$" | head -1 | grep . || fail "no natives of $1"; }

rm -rf "$kit"
mkdir -p "$kit/lib" "$kit/data"

libraries=(guava failureaccess jackson-core fastcsv slf4j-api slf4j-nop picocli javacpp cuda
  nd4j-api nd4j-common jackson assertj-core)
for each in "${libraries[@]}"; do
  case $each in
    guava) from=$(paths | grep '/com/google/guava/guava/' | head -1) ;;
    jackson) from=$(paths | grep '/org/nd4j/jackson/' | head -1); cp "$from" "$kit/lib/nd4j-jackson.jar"; continue ;;
    *) from=$(library "$each") ;;
  esac
  cp "$from" "$kit/lib/"
done
cp "$(native javacpp)" "$(native cuda)" "$kit/lib/"

# JUnit's launcher, of the version of the engine.
engine=$(basename "$(library junit-platform-engine)" .jar)
launcher=org.junit.platform:junit-platform-console-standalone:${engine##*-}
copy=(dependency:copy "-Dartifact=$launcher" "-DoutputDirectory=$kit/lib")
"${maven[@]}" --offline "${copy[@]}" > /dev/null 2>&1 || "${maven[@]}" "${copy[@]}"

# On a class path all of them, so that none is a module.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for each in recommender-api recommender-lstm recommender-datasets recommender-baselines recommender-dl4j benchmarks; do
  cp -r "$each/target/classes" "$work/$each"
  rm -f "$work/$each/module-info.class"
  "$jdk/bin/jar" --create --file "$kit/lib/$each.jar" -C "$work/$each" .
done
"$jdk/bin/jar" --create --file "$kit/lib/tests.jar" -C recommender-dl4j/target/test-classes .

# What our classes need, and what they use of libraries; not ND4J, which names more modules than it uses here.
asked=$(ls "$kit"/lib/*.jar | grep -v /nd4j | tr '\n' ':')
modules=$("$jdk/bin/jdeps" --multi-release 17 --ignore-missing-deps --print-module-deps --class-path "$asked" \
  "$kit"/lib/{recommender-*,benchmarks,tests}.jar)
"$jdk/bin/jlink" --add-modules "$modules,jdk.zipfs" --strip-debug --no-header-files --no-man-pages --compress=2 --vm server \
  --output "$work/jre"
# Some systems' Java takes zlib from the system.
zlib=$(ldd "$work/jre/lib/libzip.so" | sed -n 's|.*libz.so.1 => \(/[^ ]*\).*|\1|p')
[ -z "$zlib" ] || cp -L "$zlib" "$work/jre/lib/libz.so.1"
tar --create --gzip --file "$kit/java.tar.gz" -C "$work" jre

data=$(cd .. && pwd)/shared/data
if [ -d "$data/yes_big" ]; then
  mkdir "$kit/data/yes_big"
  cp "$data"/yes_big/{train,valid,test,song_hash,tags,tag_hash}.txt "$kit/data/yes_big/"
fi
[ ! -f "$data/portugal.csv.gz" ] || cp "$data/portugal.csv.gz" "$kit/data/"
chmod -R u+w "$kit"

size=$(du --bytes --summarize "$kit" | cut -f1)
echo "$kit has $((size / 1000000)) MB: Java with $modules, $(ls "$kit/lib" | wc -l) jars, data: $(ls "$kit/data" | xargs)"
[ "$size" -le "$most" ] || fail "the kit has $size bytes, more than $most"

[ "${1:-}" = --check ] || exit 0
mkdir "$work/emulated"
javac --release 17 -cp "$kit/lib/*" -d "$work/emulated" benchmarks/src/emulated/java/dev/segue/cuda/Cuda.java
export GPU_EMULATED=$work/emulated:$(library jna) OUT=$work/out
for length in '' --long; do
  status=0
  benchmarks/gpu.sh $length || status=$?
  [ "$status" -lt 2 ] || fail "benchmarks/gpu.sh $length ended with $status"
done
grep -q '"part":"tests","failed":0' "$OUT/results.jsonl" || fail 'tests failed'
echo "every part ran; as slow as an emulated GPU is, figures do not count"
