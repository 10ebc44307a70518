#!/usr/bin/env python3
"""Reads a saved LSTM without Segue, and checks Segue's log-probabilities with it.

  read_model.py MODEL.segue PLAYLISTS.txt PER_TRANSITION.tsv

MODEL.segue is what `train` wrote, PLAYLISTS.txt the part that was evaluated (LME format), and PER_TRANSITION.tsv what
`evaluate --per-transition` wrote. Needs NumPy alone. Exits with 1 if any log-probability differs by more than 1e-4.
"""
import json
import struct
import sys

import numpy as np


def read_safetensors(path):
    with open(path, 'rb') as file:
        length = struct.unpack('<Q', file.read(8))[0]
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop('__metadata__')
    types = {'F32': '<f4', 'U8': 'u1'}
    tensors = {
        name: np.frombuffer(data[entry['data_offsets'][0]:entry['data_offsets'][1]], types[entry['dtype']])
        .reshape(entry['shape'])
        for name, entry in header.items()}
    return metadata, tensors


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def log_probabilities(metadata, tensors, playlist):
    """One row per song of the playlist but the last: the log-probabilities of all songs as the next one."""
    outputs = []
    layers = int(metadata['layers'])
    size = int(metadata['hidden_size'])
    state = [(np.zeros(size), np.zeros(size)) for _ in range(layers)]
    for song in playlist[:-1]:
        x = tensors['embedding'][song]
        for layer in range(layers):
            h, c = state[layer]
            z = x @ tensors[f'lstm.{layer}.W'] + h @ tensors[f'lstm.{layer}.U'] + tensors[f'lstm.{layer}.b']
            i, f, o, g = np.split(z, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            x = sigmoid(o) * np.tanh(c)
            state[layer] = x, c
        outputs.append(x)
    logits = np.array(outputs) @ tensors['output.W'].T + tensors['output.b']
    largest = logits.max(1, keepdims=True)
    return logits - largest - np.log(np.exp(logits - largest).sum(1, keepdims=True))


def main(model, playlists, per_transition):
    metadata, tensors = read_safetensors(model)
    tensors = {name: tensor.astype(np.float64) for name, tensor in tensors.items() if name != 'catalogue'}
    with open(playlists) as file:
        lines = [[int(song) for song in line.split()] for line in file.read().split('\n')[2:]]
    expected = {}
    with open(per_transition) as file:
        next(file)
        for line in file:
            number, position, target, _, value = line.split('\t')
            expected.setdefault(int(number), []).append((int(position), int(target), float(value)))
    worst, count = 0.0, 0
    for number, rows in expected.items():
        computed = log_probabilities(metadata, tensors, lines[number])
        for position, target, value in rows:
            assert lines[number][position] == target, (number, position)
            worst = max(worst, abs(computed[position - 1, target] - value))
            count += 1
    print(f'{count} transitions, largest difference of a log-probability: {worst:.2e} nats')
    return 0 if worst <= 1e-4 else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
