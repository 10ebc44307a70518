#!/usr/bin/env bash
# gpu.sh [--long]: tests and measures training on this machine's NVIDIA GPU, from the folder .gpu that gpu-kit.sh has made
# elsewhere. Needs a driver and CUDA's libraries, those of a PyTorch installation will do; no Java, Maven or network. Where
# PyTorch is, it is measured beside. Takes up to 4 minutes, --long (wider layers, more songs, three seeds, a search) up to 6.
# Each part adds its lines to results.jsonl or
# results-long.jsonl in $OUT, or .gpu/out, as it ends. Exits with 1 if a test fails or a figure is
# missed, with 2 if it cannot begin.
set -uo pipefail
cd "$(dirname "$0")/.."
kit=$PWD/.gpu
out=${OUT:-$kit/out}
long=${1:-}
results=$out/results${long:+-long}.jsonl
# What gpu-kit.sh --check sets: classes that emulate a GPU, on which all is small.
emulated=${GPU_EMULATED:-}
end=$([ -n "$long" ] && echo 355 || echo 235)
[ -z "$emulated" ] || end=3600

fail() { echo "gpu.sh: $1" >&2; exit 2; }
[ -z "$long" ] || [ "$long" = --long ] || fail "$long is no option; --long is"
[ -f "$kit/java.tar.gz" ] || fail 'there is no .gpu: make it by benchmarks/gpu-kit.sh where Maven is, and copy it here'
[ "$(uname -sm)" = 'Linux x86_64' ] || fail "the Java in .gpu is for Linux on x86-64, and this is $(uname -sm)"
{ mkdir -p "$out" && rm -f "$results"; } || fail "results cannot be written to $out"
work=$(mktemp -d) || fail 'there is no room for temporary files'
trap 'rm -rf "$work"' EXIT

echo '== machine'
nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null || echo 'nvidia-smi shows no GPU'
libraries=$(python3 - 2>/dev/null << 'PYTHON'
import glob, os, sys
parts = [os.path.join(path, 'nvidia', part) for path in sys.path for part in ('*/lib', '*/*/lib')]
print(':'.join(folder for part in parts for folder in glob.glob(part)))
PYTHON
)
for folder in /usr/local/cuda*/lib64; do [ ! -d "$folder" ] || libraries=$libraries:$folder; done
export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-}:$libraries
for library in libcudart libcublas libcublasLt libnvrtc; do
  found=
  IFS=: read -ra folders <<< "$LD_LIBRARY_PATH"
  for folder in "${folders[@]}"; do
    if [ -z "$found" ] && [ -e "$folder/$library.so.13" ]; then found=$folder; fi
  done
  echo "$library.so.13: ${found:-where the system looks, if at all}"
done

tar --extract --gzip --file "$kit/java.tar.gz" --directory "$work" || fail 'the Java in .gpu cannot be unpacked'
java=("$work/jre/bin/java" -XX:MaxRAMPercentage=50 "-Dorg.bytedeco.javacpp.cachedir=$work/javacpp"
  -cp "${emulated:+$emulated:}$kit/lib/*")
training=("${java[@]}" dev.segue.dl4j.GpuTraining)
"${training[@]}" device --json "$results" || fail 'so there is nothing to measure'

# part NAME SECONDS COMMAND...: runs a part, for so long at most, and no longer than all may take.
part() {
  local name=$1 limit=$2 left=$((end - SECONDS)) status
  shift 2
  if [ "$left" -lt 3 ]; then echo "== $name is left out: no time is left"; return 1; fi
  [ -z "$emulated" ] || limit=600
  [ "$limit" -le "$left" ] || limit=$left
  echo "== $name, after $SECONDS s"
  timeout --kill-after=5 "$limit" "$@" 2>&1 | tee "$out/$name.log"
  status=${PIPESTATUS[0]}
  case $status in
    0) ;;
    124 | 137) echo "== $name was stopped after $limit s" ;;
    *) echo "== $name ended with $status" ;;
  esac
  return "$status"
}

# small NUMBER OTHER: the other one where a GPU is emulated.
small() { if [ -n "$emulated" ]; then echo "$2"; else echo "$1"; fi; }

# tests SECONDS CLASS...
tests() {
  local limit=$1 failed status=0
  shift
  part tests "$limit" "${java[@]}" "-Dsegue.test.gpu=$(small true false)" -Dsegue.gpu.tf32=false \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=tree \
    --fail-if-no-tests --reports-dir="$out/tests" "${@/#/--select-class=dev.segue.}" || status=$?
  failed=$(sed -n 's/^\[ *\([0-9]*\) tests failed.*/\1/p' "$out/tests.log" 2>/dev/null)
  if [ "$status" != 0 ] && [ "${failed:-0}" = 0 ]; then failed=1; fi
  sed -En 's/^([0-9]+) songs, .*, (single precision|TF32): gradient off by ([^ ]+) of its norm.*/\1 \2, \3/p' "$out/tests.log" |
    sed -E 's/([0-9]+) (.*), (.*)/{"part":"precision","songs":\1,"rounding":"\2","error":\3}/' >> "$results"
  echo "{\"part\":\"tests\",\"failed\":${failed:-0}}" >> "$results"
}

# steps SONGS PLAYLISTS HIDDEN NEGATIVES ROUNDS SECONDS
steps() {
  part "steps-$1-$2-$3" "$6" "${training[@]}" steps --json "$results" --songs "$(small "$1" 40)" \
    --playlists "$(small "$2" 3)" --hidden "$(small "$3" 6)" --negatives "$(small "$4" $(($4 > 0 ? 7 : 0)))" \
    --rounds "$(small "$5" 1)" --unroll "$(small 20 3)"
}

# train NAME DATA SECONDS OPTION...
train() {
  local name=$1 data=$2 limit=$3
  shift 3
  if [ ! -e "$data" ]; then echo "== $name is left out: there is no $data"; return; fi
  [ -z "$emulated" ] || set -- "$@" --hidden 6 --epochs 2
  part "train-$name" "$limit" "${training[@]}" train --json "$results" --name "$name" --data "$data" "$@"
}

# peer WHAT SECONDS OPTION...
peer() {
  local what=$1 limit=$2
  shift 2
  [ -n "$torch" ] && part "peer-$what" "$limit" python3 benchmarks/gpu-peer.py --json "$results" "$what" "$@"
}

yes=$kit/data/yes_big
portugal=$kit/data/portugal.csv.gz
if [ -n "$emulated" ]; then
  mkdir "$work/yes"
  cp "$yes"/*.txt "$work/yes/"
  for each in train valid test; do
    { head -2 "$yes/$each.txt"; sed -n 3,12p "$yes/$each.txt" | cut -d' ' -f1-5; } > "$work/yes/$each.txt"
  done
  zcat "$portugal" | awk -F, 'NR == 1 || $1 == "CIDADE" && $2 ~ /T08:[01]/' > "$work/portugal.csv"
  yes=$work/yes
  portugal=$work/portugal.csv
fi
torch=
if python3 -c 'import torch' 2>/dev/null; then torch=there; else echo '== PyTorch is not there, and not measured'; fi

if [ -z "$long" ]; then
  tests 100 "$(small cuda.NvidiaDeviceTest dl4j.CudaUploadsTest)" dl4j.CudaGoldenTest dl4j.CudaFullSizeTest dl4j.CudaTrainingTest dl4j.CudaLstmTest \
    dl4j.CudaSoftmaxTest dl4j.SoftmaxKernelTest dl4j.CudaUpdateTest dl4j.CudaDropoutTest dl4j.CudaUploadsTest
  train paper-similar "$yes" 25 --network paper --similar-length 1340 --epochs 12
  train default "$yes" 45 --network default --validated
  steps 9775 100 100 0 10 20
  steps 9775 500 100 0 5 20
  peer steps 45 --sizes 9775:100,9775:500,9776:100,9776:500
  train paper-order "$yes" 25 --network paper --epochs 8
  train day "$portugal" 40 --network default --epochs 3 --validated
  train paper-validated "$yes" 40 --network paper --validated
  peer epochs 30 --data "$yes" --similar 3 --order 1
else
  tests 30 dl4j.CudaGoldenTest
  part recurrent 25 "${training[@]}" recurrent --json "$results" --hidden "$(small 100,128,256,512 5,130)" \
    --playlists "$(small 100 3)" --unroll "$(small 20 2)" --rounds "$(small 50 1)"
  peer recurrent 40 --hidden 100,128,256,512
  steps 100000 100 100 0 3 30
  steps 1000000 100 100 1000 3 60
  steps 9775 100 256 0 10 20
  steps 9775 100 512 0 10 20
  for seed in 1 2 3; do train "seed-$seed" "$yes" 40 --network default --validated --seed "$seed"; done
  if [ -e "$yes" ]; then
    part search 300 "${training[@]}" search --json "$results" --data "$yes" --trials "$(small 64 2)" \
      --epochs "$(small 8 1)" --at-once "$(small 8 2)" ${emulated:+--hidden 6}
  fi
fi

echo "== all, after $SECONDS s"
"${training[@]}" figures --json "$results" $long
