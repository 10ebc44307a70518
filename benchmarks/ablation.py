#!/usr/bin/env python3
"""Measures what each ingredient of the default recommender is worth, by training without one at a time.

  ablation.py --data DIR [--epochs 10] [--runs FOLDER] [--parallel 2] [--only NAME,NAME]

DIR holds train.txt and valid.txt in the LME (Yes.com) format. Each training runs in its own process with one thread,
several at once, for at most the same number of epochs. It keeps the best epoch on the validation part and is evaluated on
that part. Results are stored in FOLDER, and a rerun reuses them. Prints a table, best likelihood first. Build Segue first:
mvn -DskipTests -pl command-line -am package.
"""
import argparse
import concurrent.futures
import json
import pathlib
import statistics
import subprocess

JAR = pathlib.Path(__file__).resolve().parent.parent / 'command-line' / 'target' / 'segue.jar'

VARIANTS = {
    'defaults': [],
    'no song features': ['--no-song-features'],
    'no artist recency': ['--artist-recency', '0'],
    'no recency at all': ['--recency', '0', '--artist-recency', '0'],
    'recency of 40 songs': ['--recency', '40'],
    'no dropout at all': ['--input-dropout', '0', '--dropout', '0', '--song-dropout', '0'],
    'no song dropout': ['--song-dropout', '0'],
    'annealed instead of averaged': ['--weight-averaging', '0', '--schedule', 'cosine=0.03,0.02'],
    'no tied embeddings': ['--no-tied-embeddings'],
    'an ensemble of two': ['--ensemble', '2'],
    'hidden size 256 and a projection': ['--hidden-size', '256'],
    'two residual layers': ['--layers', '2', '--residual'],
    'label smoothing 0.1': ['--label-smoothing', '0.1'],
    'weight decay 0.01': ['--weight-decay', '0.01'],
}

METRICS = ['log_likelihood', 'accuracy@1', 'accuracy@10', 'accuracy@100', 'accuracy@500', 'mrr@20']


def segue(*arguments):
    command = ['java', '-Xmx3g', '-XX:ActiveProcessorCount=1', '-jar', JAR, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def measure(data, epochs, folder, name):
    done = folder / (name.replace(' ', '-').replace(',', '') + '.json')
    if not done.exists():
        model = done.with_suffix('.segue')
        playlists = ['--data', data, '--format', 'yes', '--model', model, '--json', '-']
        training = json.loads(segue('train', *playlists, '--epochs', str(epochs), *VARIANTS[name]))
        evaluation = json.loads(segue('evaluate', *playlists, '--part', 'valid'))
        done.write_text(json.dumps({'epochs': training['epochs'], 'metrics': evaluation['metrics']}))
    return json.loads(done.read_text())


def row(name, result):
    epochs = result['epochs']
    best = max(epochs, key=lambda epoch: epoch['validation_log_likelihood'])['epoch']
    seconds = statistics.median(epoch['seconds'] for epoch in epochs)
    figures = [f'{result["metrics"][metric]:.4f}' for metric in METRICS]
    return '| ' + ' | '.join([name, *figures, str(best), f'{seconds:.0f}']) + ' |'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', required=True)
    parser.add_argument('--epochs', type=int, default=10)
    parser.add_argument('--runs', type=pathlib.Path, default=pathlib.Path('ablation'))
    parser.add_argument('--parallel', type=int, default=2)
    parser.add_argument('--only', default='', help='names of variants, separated by commas')
    options = parser.parse_args()
    names = [name for name in VARIANTS if not options.only or name in options.only.split(',')]
    options.runs.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(options.parallel) as pool:
        results = dict(zip(names, pool.map(lambda name: measure(options.data, options.epochs, options.runs, name), names)))
    print('| variant | ' + ' | '.join(METRICS) + ' | best epoch | s an epoch |')
    print('|---' * (len(METRICS) + 3) + '|')
    for name in sorted(names, key=lambda name: -results[name]['metrics']['log_likelihood']):
        print(row(name, results[name]))


if __name__ == '__main__':
    main()
