#!/usr/bin/env python3
"""PyTorch beside Segue on the same GPU: the paper's network, cuDNN's LSTM over packed playlists, fused Adam, TF32.

  gpu-peer.py --json FILE steps --sizes SONGS:PLAYLISTS,...   steps of one size, eagerly and as a CUDA graph
  gpu-peer.py --json FILE epochs --data DIR --similar N --order N   epochs of yes_big, of similar length and in order
  gpu-peer.py --json FILE recurrent --hidden 100,128,...       an LSTM layer alone, forward and backward

Each measurement is added to FILE as a line of JSON. Times are of whole steps: zeroed gradients, forward, backward, clip,
update. Data are on the GPU before the clock starts, which is kinder than what Segue is timed with.
"""
import argparse
import json
import pathlib
import random
import time

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import PackedSequence

GPU = torch.device('cuda')
HIDDEN, LAYERS, UNROLL, CLIP, RATE, REPEATS = 100, 2, 20, 5.0, 1e-3, 5


class Network(nn.Module):

    def __init__(self, songs):
        super().__init__()
        self.embedding = nn.Embedding(songs, HIDDEN)
        self.lstm = nn.LSTM(HIDDEN, HIDDEN, LAYERS)
        self.output = nn.Linear(HIDDEN, songs)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -0.1, 0.1)

    def forward(self, songs, counts, state):
        hidden, state = self.lstm(PackedSequence(self.embedding(songs), counts), state)
        return self.output(hidden.data), state


class Training:

    def __init__(self, songs, capturable=False):
        torch.manual_seed(1)
        self.network = Network(songs).to(GPU)
        self.adam = torch.optim.Adam(self.network.parameters(), RATE, fused=True, capturable=capturable)

    def step(self, songs, targets, counts, state=None):
        """Learns a chunk, and returns its loss and the state after it."""
        logits, state = self.network(songs, counts, state)
        loss = functional.cross_entropy(logits, targets)
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), CLIP)
        self.adam.step()
        return loss.detach(), state


def timed(run, rounds):
    """Microseconds a round: median, least and most of some repeats, after a warm-up."""
    run()
    torch.cuda.synchronize()
    repeats = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        for _ in range(rounds):
            run()
        torch.cuda.synchronize()
        repeats.append((time.perf_counter() - start) / rounds * 1e6)
    repeats.sort()
    return repeats[REPEATS // 2], repeats[0], repeats[-1]


def captured(training, songs, targets, counts):
    """Captures a step as a CUDA graph, whose tensors are these."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            training.step(songs, targets, counts)
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        training.step(songs, targets, counts)
    return graph


def steps(arguments, report):
    for size in arguments.sizes.split(','):
        songs, playlists = map(int, size.split(':'))
        positions = playlists * UNROLL
        counts = torch.full((UNROLL,), playlists)
        chunks = [[torch.randint(songs, (positions,), device=GPU) for _ in range(2)] for _ in range(20)]
        training = Training(songs, capturable=True)

        def eager():
            for heard, targets in chunks:
                training.step(heard, targets, counts)

        kinds = {'eager': eager}
        try:
            heard, targets = (each.clone() for each in chunks[0])
            graph = captured(training, heard, targets, counts)

            def replay():
                for chunk in chunks:
                    heard.copy_(chunk[0])
                    targets.copy_(chunk[1])
                    graph.replay()

            kinds['graph'] = replay
        except RuntimeError as problem:
            print('no CUDA graph:', str(problem)[:200])
        for what, run in kinds.items():
            median, least, most = (each / len(chunks) for each in timed(run, 3))
            report(what=what, songs=songs, playlists=playlists, layers=LAYERS, hidden=HIDDEN, microseconds=median,
                   fastest=least, slowest=most, transitions_per_second=1e6 * positions / median)


def read(path):
    """The playlists of a file of yes_big with more than one song."""
    lines = path.read_text().split('\n')[2:]
    return [playlist for playlist in ([int(song) for song in line.split()] for line in lines) if len(playlist) > 1]


def packed(batch):
    """The chunks of a batch, longest playlists first: songs, targets, playlists at each step."""
    order = sorted(batch, key=len, reverse=True)
    chunks = []
    for start in range(0, len(order[0]) - 1, UNROLL):
        heard, targets, counts = [], [], []
        for step in range(start, min(start + UNROLL, len(order[0]) - 1)):
            playing = [playlist for playlist in order if len(playlist) - 1 > step]
            heard += [playlist[step] for playlist in playing]
            targets += [playlist[step + 1] for playlist in playing]
            counts.append(len(playing))
        chunks.append((torch.tensor(heard, device=GPU), torch.tensor(targets, device=GPU), torch.tensor(counts)))
    return chunks


def epochs(arguments, report):
    playlists = read(pathlib.Path(arguments.data) / 'train.txt')
    for kind, count in (('similar', arguments.similar), ('order', arguments.order)):
        ordered = sorted(playlists, key=len) if kind == 'similar' else playlists
        batches = [packed(ordered[start:start + 100]) for start in range(0, len(ordered), 100)]
        transitions = sum(len(playlist) - 1 for playlist in playlists)
        training = Training(9775)
        for epoch in range(1, count + 1):
            if kind == 'similar':
                random.Random(epoch).shuffle(batches)
            loss = torch.zeros((), device=GPU)
            torch.cuda.synchronize()
            start = time.perf_counter()
            for batch in batches:
                state = None
                for heard, targets, counts in batch:
                    if state is not None:
                        state = tuple(each[:, :counts[0]].detach().contiguous() for each in state)
                    mean, state = training.step(heard, targets, counts, state)
                    loss += mean * len(targets)
            training_loss = loss.item() / transitions
            seconds = time.perf_counter() - start
            report(what='epoch-' + kind, epoch=epoch, seconds=seconds, transitions_per_second=transitions / seconds,
                   training_loss=training_loss)


def recurrent(arguments, report):
    for hidden in map(int, arguments.hidden.split(',')):
        layer = nn.LSTM(hidden, hidden).to(GPU)
        values = torch.randn(UNROLL, 100, hidden, device=GPU, requires_grad=True)
        gradient = torch.randn(UNROLL, 100, hidden, device=GPU)

        def run():
            layer.zero_grad(set_to_none=True)
            values.grad = None
            layer(values)[0].backward(gradient)

        median, least, most = timed(run, 50)
        report(what='recurrent', hidden=hidden, playlists=100, unroll=UNROLL, microseconds=median, fastest=least,
               slowest=most)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--json', required=True)
    parts = parser.add_subparsers(dest='part', required=True)
    parts.add_parser('steps').add_argument('--sizes', required=True)
    of_epochs = parts.add_parser('epochs')
    of_epochs.add_argument('--data', required=True)
    of_epochs.add_argument('--similar', type=int, default=3)
    of_epochs.add_argument('--order', type=int, default=1)
    parts.add_parser('recurrent').add_argument('--hidden', required=True)
    arguments = parser.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    software = f'PyTorch {torch.__version__}, cuDNN {torch.backends.cudnn.version()}'

    def report(**values):
        line = json.dumps({'part': 'peer', **values, 'software': software, 'device': torch.cuda.get_device_name()})
        with open(arguments.json, 'a') as file:
            file.write(line + '\n')
        print(line, flush=True)

    {'steps': steps, 'epochs': epochs, 'recurrent': recurrent}[arguments.part](arguments, report)


if __name__ == '__main__':
    main()
