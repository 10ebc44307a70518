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
"${maven[@]}" -pl recommender-dl4j,benchmarks -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/kit-classpath
paths() { tr ':' '\n' < recommender-dl4j/target/kit-classpath; echo; tr ':' '\n' < benchmarks/target/kit-classpath; echo; }
# jar GROUP/ARTIFACT [CLASSIFIER]: from a class path.
jar() {
  local name=${1##*/}
  paths | grep -E "/$1/([^/]*)/$name-\\1${2:+-$2}\\.jar$" | head -1 | grep . || fail "no $1 ${2:-}"
}

rm -rf "$kit"
mkdir -p "$kit/lib" "$kit/data"

# Of ND4J what the numbers of its Adam need: found by running.
libraries=(com/google/guava/guava com/google/guava/failureaccess com/fasterxml/jackson/core/jackson-core de/siegmar/fastcsv
  org/slf4j/slf4j-api org/slf4j/slf4j-nop info/picocli/picocli org/bytedeco/javacpp org/bytedeco/cuda org/nd4j/nd4j-api
  org/nd4j/nd4j-common org/nd4j/jackson org/assertj/assertj-core)
for each in "${libraries[@]}"; do cp "$(jar "$each")" "$kit/lib/"; done
for each in org/bytedeco/javacpp org/bytedeco/cuda; do cp "$(jar "$each" linux-x86_64)" "$kit/lib/"; done

# JUnit's launcher, of the version of the engine.
engine=$(basename "$(jar org/junit/platform/junit-platform-engine)" .jar)
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
asked=$(ls "$kit"/lib/*.jar | grep -v '/nd4j\|/jackson-1' | tr '\n' ':')
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

mkdir "$work/emulated" "$work/fake"
javac --release 17 -cp "$kit/lib/*" -d "$work/emulated" benchmarks/src/emulated/java/dev/segue/cuda/Cuda.java
export GPU_EMULATED=$work/emulated:$(jar net/java/dev/jna/jna) OUT=$work/out
golden() {
  (cd "$work" && "$work/jre/bin/java" "-Dorg.bytedeco.javacpp.cachedir=$work/javacpp" "$@" \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=summary --fail-if-no-tests \
    --select-class=dev.segue.dl4j.CudaGoldenTest) | grep 'tests \(successful\|failed\)'
}
echo '== golden numbers, on an emulated GPU'
golden -cp "$GPU_EMULATED:$kit/lib/*"
echo "== golden numbers, by CUDA's bindings, over libraries that pretend to be NVIDIA's and run the same kernels"
g++ -std=c++17 -w -shared -fPIC -o "$work/fake/libcuda.so.1" \
  recommender-dl4j/src/test/resources/dev/segue/cuda/fake_cuda.cpp -ldl
for each in cudart cublasLt cublas nvrtc; do cp "$work/fake/libcuda.so.1" "$work/fake/lib$each.so.13"; done
FAKE_KERNELS=$(ls "$work"/target/emulated/*.so) LD_LIBRARY_PATH=$work/fake golden -Dsegue.test.gpu=true -cp "$kit/lib/*"

for length in '' --long; do
  status=0
  benchmarks/gpu.sh $length 2>&1 | tee "$work/log" || status=$?
  [ "$status" -lt 2 ] || fail "gpu.sh $length ended with $status"
  ! grep -q '^== .* \(ended with\|was stopped\|is left out\)' "$work/log" ||
    fail "not all parts of gpu.sh $length ran to their end"
done
echo 'all parts ran to their end; figures of an emulated GPU do not count'
