#!/usr/bin/env python3
"""Reads a saved LSTM without Segue, and checks Segue's log-probabilities with it.

  read_model.py MODEL.segue PLAYLISTS.txt PER_TRANSITION.tsv

MODEL.segue is what `train` wrote, PLAYLISTS.txt the part that was evaluated (LME format), and PER_TRANSITION.tsv what
`evaluate --per-transition` wrote. Says how many of the playlists the model was trained on, if it keeps digests of them.
Needs NumPy alone. Exits with 1 if any log-probability differs by more than 1e-4.
"""
import hashlib
import json
import re
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


def songs_of(tensors):
    return json.loads(bytes(tensors['catalogue']).decode())


def song_vectors(tensors):
    """A song's own row, its artist's, its tags' over the root of their number, and its projected vector."""
    vectors = tensors['embedding'].copy()
    if 'features.names' not in tensors:
        return vectors
    rows = {name: row for row, name in enumerate(bytes(tensors['features.names']).decode().split('\n'))}
    artists = lead_artists(tensors)
    for index, song in enumerate(songs_of(tensors)):
        artist = artists[index]
        tags = list(dict.fromkeys(song['tags']))
        if f'artist:{artist}' in rows:
            vectors[index] += tensors['features'][rows[f'artist:{artist}']]
        for tag in tags:
            if f'tag:{tag}' in rows:
                vectors[index] += tensors['features'][rows[f'tag:{tag}']] / np.sqrt(len(tags))
    if 'features.vectors' in tensors:
        described = tensors['features.vectors']
        vectors += described @ tensors['features'][len(rows) - described.shape[1]:]
    return vectors


FEATURED = re.compile(r'(?<=[\s(\[])(?:feat|ft|featuring)'
                      r'(?:\.(?!\s*\Z)|\s(?!\s*(?:[(\[&]|w/|(?:with|vs|feat|ft|featuring)\b)))')
ACCOMPANIED = re.compile(r'(?:(?<=[\s(\[])(?:with\s|w/|vs[.\s]|&\s)|,\s(?!(?:jr|sr|the)\b))(?!\Z)')


def lead_artists(tensors):
    """Each song's lead artist: its artist without those who are featured, or only accompany an artist of the songs."""
    names = [song.get('artist', '').lower().strip() for song in songs_of(tensors)]
    artists = set(names) - {''}
    leads = {name: lead_artist(name, artists) for name in artists}
    for entry in json.loads(bytes(tensors.get('catalogue.lead_artists', b'[]')).decode()):
        if 'lead' in entry:
            leads[entry['artist']] = entry['lead']
        else:
            leads.pop(entry['artist'], None)
    cut = {name: lead_artist(name, leads) for name in names}
    return [leads.get(name, leads.get(cut[name], cut[name])) for name in names]


def lead_artist(name, artists):
    if len(name) > 1000:
        return name
    featured = (before(name, match) for match in FEATURED.finditer(name))
    name = next(filter(None, featured), name)
    accompanied = (before(name, match) for match in ACCOMPANIED.finditer(name))
    return next((lead for lead in accompanied if lead in artists), name)


def before(name, separator):
    return re.sub(r'[\s(\[,]+\Z', '', name[:separator.start()])


def networks_of(metadata, tensors):
    """The tensors of each network, with the vectors of songs composed."""
    networks = []
    for number in range(int(metadata['ensemble'])):
        own = dict(tensors)
        if number > 0:
            prefix = f'network.{number}.'
            own.update({name[len(prefix):]: tensor for name, tensor in tensors.items() if name.startswith(prefix)})
        own['vectors'] = song_vectors(own)
        own['artists'] = np.array(lead_artists(own))
        networks.append(own)
    return networks


def log_probabilities(metadata, networks, playlist):
    """One row per song of the playlist but the last: the log-probabilities of all songs as the next one."""
    probabilities = [np.exp(log_softmax(logits(metadata, tensors, playlist))) for tensors in networks]
    return np.log(np.mean(probabilities, 0))


def log_softmax(scores):
    largest = scores.max(1, keepdims=True)
    return scores - largest - np.log(np.exp(scores - largest).sum(1, keepdims=True))


def logits(metadata, tensors, playlist):
    """One row per song of the playlist but the last: the scores of all songs by one network."""
    vectors = tensors['vectors']
    layers = int(metadata['layers'])
    size = int(metadata['hidden_size'])
    state = [(np.zeros(size), np.zeros(size)) for _ in range(layers)]
    outputs = []
    for song in playlist[:-1]:
        x = vectors[song]
        for layer in range(layers):
            h, c = state[layer]
            z = x @ tensors[f'lstm.{layer}.W'] + h @ tensors[f'lstm.{layer}.U'] + tensors[f'lstm.{layer}.b']
            i, f, o, g = np.split(z, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            state[layer] = h, c
            x = x + h if layer > 0 and metadata.get('residual') == 'true' else h
        outputs.append(x)
    outputs = np.array(outputs)
    if 'projection.W' in tensors:
        outputs = outputs @ tensors['projection.W']
    tied = metadata.get('tied_embeddings') == 'true'
    scores = outputs @ (vectors if tied else tensors['output.W']).T + tensors['output.b']
    if 'recency' in tensors:
        for position in range(len(playlist) - 1):
            for ago in range(min(position + 1, len(tensors['recency']))):
                scores[position, playlist[position - ago]] += tensors['recency'][ago]
    if 'artist_recency' in tensors:
        artists = tensors['artists']
        for position in range(len(playlist) - 1):
            for ago in range(min(position + 1, len(tensors['artist_recency']))):
                artist = artists[playlist[position - ago]]
                if artist:
                    scores[position, artists == artist] += tensors['artist_recency'][ago]
    return scores


def digest(song_ids):
    """The digest by which a model remembers a training playlist."""
    value = 0
    for song_id in song_ids:
        song = int.from_bytes(hashlib.sha256(song_id.encode()).digest()[:8], 'little')
        value = (value ^ song) * 0x9E3779B97F4A7C15 % 2 ** 64
        value ^= value >> 32
    return value


def trained_on(tensors, playlists):
    """How many of the playlists are training playlists."""
    digests = set(bytes(tensors['training.digests']).hex(' ', 8).split())
    ids = [song['id'] for song in songs_of(tensors)]
    return sum(digest(ids[song] for song in playlist).to_bytes(8, 'little').hex() in digests for playlist in playlists)


def main(model, playlists, per_transition):
    metadata, tensors = read_safetensors(model)
    networks = networks_of(
        metadata, {name: tensor if tensor.dtype == np.uint8 else tensor.astype(np.float64) for name, tensor in tensors.items()})
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
        computed = log_probabilities(metadata, networks, lines[number])
        for position, target, value in rows:
            assert lines[number][position] == target, (number, position)
            worst = max(worst, abs(computed[position - 1, target] - value))
            count += 1
    print(f'{count} transitions, largest difference of a log-probability: {worst:.2e} nats')
    if 'training.digests' in tensors:
        count = trained_on(tensors, [lines[number] for number in expected])
        print(f'{count} of {len(expected)} playlists were trained on')
    return 0 if worst <= 1e-4 else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
