#!/usr/bin/env python3
"""Measures Segue and its peers in turn on the same machine: how fast they train, or how fast they recommend.

  beside.py training --data DIR [--batching similar-length|in-order] [--threads 2] [--busy] ...
  beside.py serving --model FILE ...
  both: [--runs 5] [--peer NAME=COMMAND]... [--json FILE]

training: DIR holds train.txt, valid.txt and test.txt in the LME (Yes.com) format. The network is the paper's. Each run
trains two epochs in its own process, the first as warm-up, and times the training of the second. COMMAND is a program that
trains the same network on the same data for two epochs and prints a line 'epoch 2: ... N transitions/s ...'. With --busy,
one process per core competes all the time. StockNetwork.java is Deeplearning4j's own network as a peer.

serving: each run plays a song to a listener and recommends ten, again and again on one thread, in a fresh process.
COMMAND does the same, and prints '... p50 N ...', the median in milliseconds.

Prints the median and the range of all runs, and for each peer the ratio of the medians, how many times as fast Segue is.
Build Segue first: mvn -DskipTests package.
"""
import argparse
import datetime
import functools
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
JAR = ROOT / 'command-line' / 'target' / 'segue.jar'
BENCHMARKS = ROOT / 'benchmarks' / 'target' / 'benchmarks.jar'


def run(command, **how):
    return subprocess.run(command, check=True, capture_output=True, text=True, **how).stdout


def train(options):
    with tempfile.TemporaryDirectory() as folder:
        epochs = pathlib.Path(folder, 'epochs.jsonl')
        command = ['java', '-Xmx4g', f'-XX:ActiveProcessorCount={options.threads}', '-jar', JAR, 'train', '--data', options.data,
                   '--format', 'yes', '--preset', 'paper', '--batching', options.batching, '--epochs', '2',
                   '--model', pathlib.Path(folder, 'model.segue'), '--epochs-json', epochs]
        if options.batching == 'similar-length':
            command += ['--batch-size', str(options.batch_size)]
        run(command)
        last = json.loads(epochs.read_text().splitlines()[-1])
        return last['transitions'] / last['seconds']


def serve(options):
    with tempfile.TemporaryDirectory() as folder:
        measured = pathlib.Path(folder, 'measured.json')
        run(['java', '-jar', BENCHMARKS, 'ServingBenchmark.playAndRecommend', '-p', f'model={options.model}', '-f', '1',
             '-tu', 'ms', '-rf', 'json', '-rff', measured])
        return json.loads(measured.read_text())[0]['primaryMetric']['scorePercentiles']['50.0']


def peer(printed, command):
    return float(re.search(printed, run(command, shell=True)).group(1))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_subparsers(dest='what', required=True)
    training = what.add_parser('training')
    training.set_defaults(measure=train, printed=r'epoch 2:.*?([0-9]+) transitions/s', unit='transitions/s', faster=1)
    training.add_argument('--data', required=True)
    training.add_argument('--batching', default='similar-length', choices=['similar-length', 'in-order'])
    training.add_argument('--batch-size', type=int, default=1340, help='transitions per step (similar-length)')
    training.add_argument('--threads', type=int, default=os.cpu_count())
    training.add_argument('--busy', action='store_true')
    serving = what.add_parser('serving')
    serving.set_defaults(measure=serve, printed=r'p50 ([0-9.]+)', unit='ms', faster=-1, busy=False)
    serving.add_argument('--model', required=True)
    for each in (training, serving):
        each.add_argument('--runs', type=int, default=5)
        each.add_argument('--peer', action='append', default=[], metavar='NAME=COMMAND')
        each.add_argument('--json', type=pathlib.Path, metavar='FILE')
    options = parser.parse_args()
    options.measures = {'segue': functools.partial(options.measure, options)}
    for each in options.peer:
        name, separator, command = each.partition('=')
        if not separator or name in options.measures:
            parser.error(f'--peer must be NAME=COMMAND with a name of its own, was {each!r}')
        options.measures[name] = functools.partial(peer, options.printed, command)
    return options


def in_turn(options):
    figures = {name: [] for name in options.measures}
    competitors = [subprocess.Popen([sys.executable, '-c', 'while True: pass']) for _ in range(os.cpu_count() * options.busy)]
    try:
        for number in range(options.runs):
            for name, measure in options.measures.items():
                figures[name].append(measure())
            print(f'run {number + 1}:', {name: each[-1] for name, each in figures.items()}, file=sys.stderr, flush=True)
    finally:
        for competitor in competitors:
            competitor.kill()
    return figures


def main():
    options = arguments()
    figures = in_turn(options)
    metrics = {name: statistics.median(each) for name, each in figures.items()}
    ranges = {name: [min(each), max(each)] for name, each in figures.items()}
    for name, (low, high) in ranges.items():
        print(f'{name}: median {metrics[name]:.6g} {options.unit}, {low:.6g} to {high:.6g}')
    for name in list(figures)[1:]:
        ratio = (metrics['segue'] / metrics[name]) ** options.faster
        metrics[f'to_{name}'] = ratio
        print(f'segue to {name}: {ratio:.2f} times as fast')
    if options.json:
        command = 'beside.py ' + ' '.join(
            re.sub('=.*', '=COMMAND', each) if before == '--peer' else each for before, each in zip(sys.argv, sys.argv[1:]))
        date = datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
        options.json.write_text(json.dumps(
            {'origin': {'command': command, 'date': date}, 'unit': options.unit, 'metrics': metrics, 'ranges': ranges}))


if __name__ == '__main__':
    main()
