#!/usr/bin/env bash
# results.sh DATA [NAME...]: measures anew what docs/results.md shows, all of it or what the names say, and writes it to
# docs/results/NAME.json. Build Segue first: mvn -DskipTests package.
#
# DATA is a folder with yes_big (train.txt, valid.txt and test.txt, and all.txt, the playlists of all three in the order in
# which they were published, those of one song included), portugal.csv.gz and belgium.csv.gz.
#
# For the names that begin with beside-, the variable PEER is a command that does elsewhere what beside.py measures: PEER
# training THREADS BATCHES, where BATCHES is similar-length or in-order, and PEER serving.
#
# All takes some two hours on two cores. The times are worth something if the machine does nothing else.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(cd "$1" && pwd)
shift
names=("$@")
[ $# -gt 0 ] || names=(yes_big paper-split portugal portugal-memory portugal-no-clock portugal-no-memory belgium
  beside-similar-length beside-one-thread beside-in-order beside-serving)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ln -s "$data"/* .

segue() { java -Xmx4g -jar "$root/command-line/target/segue.jar" "$@"; }

# Leaves out playlists of one song, which have no transition.
paper_split() {
  mkdir all
  awk 'NR < 3 || NF > 1' yes_big/all.txt > all/playlists.txt
  cp yes_big/song_hash.txt yes_big/tags.txt yes_big/tag_hash.txt all
}

station=(--session-gap 8h --session-max 24h)
timely=popularity,popularity-now,personal,recent-plays,lags,stan,stan-now,lstm

beside() { "$root/benchmarks/beside.py" "$@" --peer pytorch="$PEER $peer" --json result.json; }

for name in "${names[@]}"; do
  echo "== $name"
  rm -f result.json
  case $name in
    yes_big) segue compare --data yes_big --json result.json ;;
    paper-split)
      paper_split
      segue compare --data all/playlists.txt --split file-order:54/6/40 --json result.json \
        --only popularity,markov,lags,s-knn,stan,lstm-paper,lstm
      ;;
    portugal) segue compare --data portugal.csv.gz "${station[@]}" --split time:10d/10d --only $timely --json result.json ;;
    portugal-memory | portugal-no-clock | portugal-no-memory)
      segue train --data portugal.csv.gz "${station[@]}" --split time:10d/10d "--${name#portugal-}" --model $name.segue
      segue evaluate --data portugal.csv.gz --model $name.segue --json result.json
      ;;
    belgium) segue compare --data belgium.csv.gz "${station[@]}" --split time:14d/14d --only $timely --json result.json ;;
    beside-similar-length) peer='training 2 similar-length' beside training --data yes_big ;;
    beside-in-order) peer='training 1 in-order' beside training --data yes_big --batching in-order ;;
    beside-one-thread) peer='training 1 similar-length' beside training --data yes_big --threads 1 ;;
    beside-serving)
      segue train --data yes_big --preset paper --epochs 1 --model paper.segue
      peer=serving beside serving --model paper.segue
      ;;
    *) echo "results.sh: no result is called $name" >&2; exit 2 ;;
  esac
  # With the machine, and a figure or an interval a line.
  machine="$(nproc) cores of an $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), JDK $(
    java -version 2>&1 | sed -n '1s/.*version "\(.*\)".*/\1/p')"
  python3 - result.json "$root/docs/results/$name.json" "$machine" << 'PYTHON'
import json, re, sys
measured, result, machine = sys.argv[1:]
figures = json.load(open(measured))
figures['origin']['machine'] = machine
text = re.sub(r'\[\s+([^][{}"]*?)\s+\]', lambda pair: '[' + re.sub(r'\s+', ' ', pair[1]) + ']',
              json.dumps(figures, indent=1))
open(result, 'w').write(text + '\n')
PYTHON
done
