#!/usr/bin/env python3
"""Measures whole epochs of training, Segue and its peers in turn on the same machine.

  epochs.py --data DIR [--runs 5] [--batching similar-length|in-order] [--threads 2] [--busy] [--peer NAME=COMMAND]...

DIR holds train.txt, valid.txt and test.txt in the LME (Yes.com) format. The network is the paper's. Each run trains two
epochs in its own process, the first as warm-up, and times the training of the second. COMMAND is a program that trains the
same network on the same data for two epochs and prints a line 'epoch 2: ... N transitions/s ...'. With --busy, one process
per core competes all the time. Prints the median and the range of transitions per second, and for each peer the ratio of
the medians. Build Segue first: mvn -DskipTests package. StockNetwork.java is Deeplearning4j's own network as a peer.
"""
import argparse
import functools
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

JAR = pathlib.Path(__file__).resolve().parent.parent / 'command-line' / 'target' / 'segue.jar'


def segue(options):
    with tempfile.TemporaryDirectory() as folder:
        epochs = pathlib.Path(folder, 'epochs.jsonl')
        command = ['java', '-Xmx4g', f'-XX:ActiveProcessorCount={options.threads}', '-jar', JAR, 'train', '--data', options.data,
                   '--format', 'yes', '--preset', 'paper', '--batching', options.batching, '--epochs', '2',
                   '--model', pathlib.Path(folder, 'model.segue'), '--epochs-json', epochs]
        if options.batching == 'similar-length':
            command += ['--batch-size', str(options.batch_size)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        last = json.loads(epochs.read_text().splitlines()[-1])
        return last['transitions'] / last['seconds']


def peer(command):
    output = subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout
    return float(re.search(r'epoch 2:.*?([0-9]+) transitions/s', output).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', required=True)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--batching', default='similar-length', choices=['similar-length', 'in-order'])
    parser.add_argument('--batch-size', type=int, default=1340, help='transitions per step (similar-length)')
    parser.add_argument('--threads', type=int, default=os.cpu_count())
    parser.add_argument('--busy', action='store_true')
    parser.add_argument('--peer', action='append', default=[], metavar='NAME=COMMAND')
    options = parser.parse_args()
    trainings = {'segue': lambda: segue(options)}
    for each in options.peer:
        name, separator, command = each.partition('=')
        if not separator or name in trainings:
            parser.error(f'--peer must be NAME=COMMAND with a name of its own, was {each!r}')
        trainings[name] = functools.partial(peer, command)
    speeds = {name: [] for name in trainings}
    competitors = [subprocess.Popen([sys.executable, '-c', 'while True: pass']) for _ in range(os.cpu_count() * options.busy)]
    try:
        for run in range(options.runs):
            for name, train in trainings.items():
                speeds[name].append(train())
            print(f'run {run + 1}:', {name: round(values[-1]) for name, values in speeds.items()}, file=sys.stderr, flush=True)
    finally:
        for competitor in competitors:
            competitor.kill()
    for name, values in speeds.items():
        print(f'{name}: median {statistics.median(values):.0f} transitions/s, {min(values):.0f} to {max(values):.0f}')
    for name in list(speeds)[1:]:
        ratio = statistics.median(speeds['segue']) / statistics.median(speeds[name])
        print(f'segue to {name}: ratio of the medians {ratio:.2f}')


if __name__ == '__main__':
    main()
