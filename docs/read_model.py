#!/usr/bin/env python3
"""Reads a saved LSTM without Segue, and checks Segue's log-probabilities with it.

  read_model.py MODEL.segue PLAYLISTS.txt PER_TRANSITION.tsv
  read_model.py MODEL.segue PLAYS.csv PER_TRANSITION.tsv

MODEL.segue is what `train` wrote, and PER_TRANSITION.tsv what `evaluate --per-transition` wrote. PLAYLISTS.txt is the
part that was evaluated (LME format); PLAYS.csv the whole log, with columns user, time (ISO 8601), song, artist, title
and, if it has skips, skipped (true or false), if the model was trained on it with `--split time:...d/...d`. Says how
many of the playlists the model was trained on, if it keeps digests of them. Needs NumPy alone. Exits with 1 if any
log-probability differs by more than 1e-4, or by 5e-3 if the model has a memory: traces are exact here, and 16-bit
logarithms in Segue.
"""
import csv
import datetime
import hashlib
import itertools
import json
import re
import struct
import sys
import zlib
import zoneinfo

import numpy as np


def read_safetensors(path):
    with open(path, 'rb') as file:
        content = bytearray(file.read())
    length = struct.unpack('<Q', content[:8])[0]
    header = json.loads(content[8:8 + length])
    data = bytes(content[8 + length:])
    metadata = header.pop('__metadata__')
    content[43:51] = b'00000000'  # where the checksum was
    if metadata['segue.checksum'] != f'{zlib.crc32(content):08x}':
        sys.exit(f'{path} is damaged')
    types = {'F32': '<f4', 'U8': 'u1'}
    tensors = {
        name: np.frombuffer(data[entry['data_offsets'][0]:entry['data_offsets'][1]], types[entry['dtype']])
        .reshape(entry['shape'])
        for name, entry in header.items()}
    return metadata, tensors


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def texts_of(tensors):
    """The texts of the catalogue, which other tensors name by number."""
    parts = itertools.takewhile(tensors.__contains__, (f'catalogue.texts.{i}' for i in itertools.count()))
    data = b''.join(bytes(tensors[part]) for part in parts)
    starts = np.frombuffer(bytes(tensors['catalogue.texts.starts']), '<i8')
    return [data[start:end].decode() for start, end in zip(starts, starts[1:])]


def songs_of(tensors):
    """Each song's texts: its id, title and artist, and its tags."""
    texts = texts_of(tensors)
    numbers = np.frombuffer(bytes(tensors['catalogue.songs.texts']), '<i4')
    starts = np.frombuffer(bytes(tensors['catalogue.songs.starts']), '<i8')
    return [[texts[number] for number in numbers[start:end]] for start, end in zip(starts, starts[1:])]


def song_vectors(tensors):
    """A song's own row, its artist's, its tags' over the root of their number, and its projected vector."""
    vectors = tensors['embedding'].copy()
    if 'features.names' not in tensors:
        return vectors
    rows = {name: row for row, name in enumerate(bytes(tensors['features.names']).decode().split('\n'))}
    artists = lead_artists(tensors)
    for index, song in enumerate(songs_of(tensors)):
        artist = artists[index]
        tags = list(dict.fromkeys(song[3:]))
        if f'artist:{artist}' in rows:
            vectors[index] += tensors['features'][rows[f'artist:{artist}']]
        for tag in tags:
            if f'tag:{tag}' in rows:
                vectors[index] += tensors['features'][rows[f'tag:{tag}']] / np.sqrt(len(tags))
    if 'features.vectors' in tensors:
        described = tensors['features.vectors']
        vectors += described @ tensors['features'][len(rows) - described.shape[1]:]
    if 'vectors' in tensors and not np.allclose(vectors, tensors['vectors'].T, rtol=1e-4, atol=1e-5):
        sys.exit('the vectors of songs are not what their rows add up to')
    return vectors


FEATURED = re.compile(r'(?<=[\s(\[])(?:feat|ft|featuring)'
                      r'(?:\.(?!\s*\Z)|\s(?!\s*(?:[(\[&]|w/|(?:with|vs|feat|ft|featuring)\b)))')
ACCOMPANIED = re.compile(r'(?:(?<=[\s(\[])(?:with\s|w/|vs[.\s]|&\s)|,\s(?!(?:jr|sr|the)\b))(?!\Z)')


def lead_artists(tensors):
    """Each song's lead artist: its artist without those who are featured, or only accompany an artist of the songs."""
    texts = texts_of(tensors)
    pairs = np.frombuffer(bytes(tensors['catalogue.lead_artists']), '<i4').reshape(-1, 2)
    leads = {texts[artist]: texts[lead] for artist, lead in pairs}
    names = [artist.lower().strip() for _, _, artist, *_ in songs_of(tensors)]
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


class Memory:
    """What a listener has played: for each song when last, the pauses before that, and the traces of its plays."""

    HALF_LIVES = np.array([1, 3, 12, 36, 5 * 24, 18 * 24, 60 * 24, 180 * 24])  # hours
    FORGOTTEN = 1 / 64
    TRACES = len(HALF_LIVES)
    AGES = 64
    PAUSES = 2
    PROPORTIONS = 64

    def __init__(self, songs):
        self.last = np.full(songs, -np.inf)  # seconds
        self.pauses = np.zeros((songs, Memory.PAUSES))  # seconds, latest first; 0 for none
        self.traces = np.zeros((songs, Memory.TRACES))  # after the last play

    def copy(self):
        copy = Memory(len(self.last))
        copy.last[:], copy.pauses[:], copy.traces[:] = self.last, self.pauses, self.traces
        return copy

    def at(self, now, song=slice(None)):
        """Hours since the last play, and traces at a time; of a song that is forgotten, 0."""
        hours = (now - self.last[song]) / 3600
        traces = self.traces[song] * np.exp2(-np.expand_dims(hours, -1) / Memory.HALF_LIVES)
        return hours, traces * (traces[..., -1:] >= Memory.FORGOTTEN)

    def play(self, song, time):
        known = self.at(time, song)[1]
        pause = time - self.last[song] if known[-1] > 0 else 0
        self.pauses[song] = [rounded(pause), self.pauses[song][0]] if pause > 0 else 0
        self.traces[song] = known + 1
        self.last[song] = time

    def scores(self, now, weights):
        """What the memory adds to the scores of all songs, given the weights of the features."""
        hours, traces = self.at(now)
        scores = np.log1p(traces) @ weights[:Memory.TRACES] + weights[Memory.TRACES + self.age(hours)]
        for back in range(Memory.PAUSES):
            first = Memory.TRACES + Memory.AGES + back * Memory.PROPORTIONS
            scores += weights[first + self.proportion(hours, self.pauses[:, back] / 3600)]
        return scores * (traces[:, -1] > 0)

    def skip_scores(self, now, weights):
        """The same of a memory of skips, whose traces alone are features: the last ones."""
        return np.log1p(self.at(now)[1]) @ weights[-Memory.TRACES:]

    @staticmethod
    def age(hours):
        """Quarters of an octave since 1/8 hour: of 1 to 2 hours, the first begins at 1, the second at 1.25."""
        return quarter(np.clip(hours, 1 / 8, 2 ** 13 - 1)) + 12

    @staticmethod
    def proportion(hours, pause):
        """Quarters of an octave of age / pause since 1/256, of which the first is left out; 0 if there is no pause."""
        hours, pause = hours.astype(np.float32), pause.astype(np.float32)  # as exact as in Segue, for songs that are due
        ratio = np.divide(hours, pause, out=np.ones_like(hours), where=pause > 0)
        return np.where(pause > 0, np.clip(quarter(np.clip(ratio, 1 / 512, 512)) + 32, 1, Memory.PROPORTIONS - 1), 0)


def quarter(number):
    """Which quarter of an octave a number is in, from 1 on: 1 to 1.25 is 0, 1.25 to 1.5 is 1, 2 to 2.5 is 4."""
    octave = np.floor(np.log2(number))
    return (4 * octave + np.floor(4 * (number / 2 ** octave - 1))).astype(int)


def rounded(number):
    """To 8 binary digits: a float without the lower half of its bits."""
    bits = np.array([number], np.float32).view(np.uint32)
    return float((bits + 0x8000 & 0xFFFF0000).view(np.float32)[0])


class Timed:
    """A playlist with the time of each song, in seconds, and what its listener had played before.

    skips holds, for each position in the playlist, the songs skipped before it and their times.
    """

    def __init__(self, songs, times=(), before=None, skips=None, skipped_before=None):
        self.songs = songs
        self.times = times
        self.before = before
        self.skips = skips or [[] for _ in range(len(songs) + 1)]
        self.skipped_before = skipped_before

    def steps(self, position):
        """The songs heard up to the one played at a position and before the next: indices, and whether skipped."""
        first = [(song, True) for song, _ in self.skips[0]] if position == 0 else []
        return first + [(self.songs[position], False)] + [(song, True) for song, _ in self.skips[position + 1]]


def log_probabilities(metadata, networks, playlist):
    """One row per song of the playlist but the last: the log-probabilities of all songs as the next one."""
    outputs = [output_rows(metadata, tensors, playlist) for tensors in networks]
    scores = [logits(metadata, *each, playlist) for each in zip(networks, outputs)]
    if playlist.before is not None and metadata.get('memory') == 'true':
        add_memory(metadata, networks, outputs, scores, playlist)
    return np.log(np.mean([np.exp(log_softmax(each)) for each in scores], 0))


def clock_rows(zone, time):
    """The rows of an hour, a day of the week and five minutes."""
    zone = datetime.timezone.utc if zone == 'Z' else zoneinfo.ZoneInfo(zone)
    local = datetime.datetime.fromtimestamp(time, zone)
    return [local.hour, 24 + local.weekday(), 31 + local.minute // 5]


def add_memory(metadata, networks, outputs, scores, playlist):
    """Each list is for the time at which the next song began."""
    for skip in playlist.skips[0]:
        playlist.skipped_before.play(*skip)
    for position, song in enumerate(playlist.songs[:-1]):
        playlist.before.play(song, playlist.times[position])
        for skip in playlist.skips[position + 1]:
            playlist.skipped_before.play(*skip)
        now = playlist.times[position + 1]
        for network, tensors in enumerate(networks):
            weights = tensors['memory.b'] + tensors['memory.W'] @ outputs[network][position]
            if metadata['clock'] != 'none':
                weights += tensors['memory.clock'][clock_rows(metadata['clock'], now)].sum(0)
            scores[network][position] += playlist.before.scores(now, weights)
            if metadata.get('skips') == 'true':
                scores[network][position] += playlist.skipped_before.skip_scores(now, weights)


def log_softmax(scores):
    largest = scores.max(1, keepdims=True)
    return scores - largest - np.log(np.exp(scores - largest).sum(1, keepdims=True))


def output_rows(metadata, tensors, playlist):
    """One row per song of the playlist but the last: the output of one network."""
    vectors = tensors['vectors']
    layers = int(metadata['layers'])
    size = int(metadata['hidden_size'])
    state = [(np.zeros(size), np.zeros(size)) for _ in range(layers)]
    outputs = []
    for position in range(len(playlist.songs) - 1):
        for song, skipped in playlist.steps(position):
            if skipped and 'skip' not in tensors:
                continue
            x = vectors[song] + tensors['skip'] if skipped else vectors[song]
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
    return outputs @ tensors['projection.W'] if 'projection.W' in tensors else outputs


def logits(metadata, tensors, outputs, playlist):
    """One row per song of the playlist but the last: the scores of all songs by one network, without a memory."""
    vectors = tensors['vectors']
    tied = metadata.get('tied_embeddings') == 'true'
    scores = outputs @ (vectors if tied else tensors['output.W']).T + tensors['output.b']
    heard = {False: [], True: []}
    for position in range(len(playlist.songs) - 1):
        for song, skipped in playlist.steps(position):
            heard[skipped].insert(0, song)
        for skipped, prefix in (False, ''), (True, 'skip_'):
            for song, weight in zip(heard[skipped], tensors.get(prefix + 'recency', [])):
                scores[position, song] += weight
            for song, weight in zip(heard[skipped], tensors.get(f'artist_{prefix}recency', [])):
                artist = tensors['artists'][song]
                if artist:
                    scores[position, tensors['artists'] == artist] += weight
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
    ids = [song[0] for song in songs_of(tensors)]
    return sum(digest(ids[song] for song in playlist).to_bytes(8, 'little').hex() in digests for playlist in playlists)


def lines_of(playlists):
    """The playlists of a file in LME format."""
    with open(playlists) as file:
        return [Timed([int(song) for song in line.split()]) for line in file.read().split('\n')[2:]]


def test_part(metadata, tensors, log):
    """The playlists of the test part of a log, with their listeners' memories"""
    songs = songs_of(tensors)
    by_id = {song[0]: index for index, song in enumerate(songs)}
    by_name = {(song[2], song[1]): index for index, song in enumerate(songs)}
    rows = {}
    with open(log, encoding='utf-8') as file:
        for row in csv.DictReader(file):
            song = by_id.get(row['song'], by_name.get((row['artist'], row['title'])))
            time = datetime.datetime.fromisoformat(row['time'].replace('Z', '+00:00')).timestamp()
            skipped = row.get('skipped') == 'true'
            if song is not None or not skipped:  # a song that is never played is not in the catalogue
                rows.setdefault(row['user'], {})[time, song, skipped] = None  # one at one time counts once
    test_days = int(re.fullmatch(r'time:(?:\d+d/)?(\d+)d', metadata['segue.training.split'])[1])
    test_from = max(time for of_one in rows.values() for time, _, skipped in of_one if not skipped) - test_days * 86400
    for of_one in rows.values():
        of_one = sorted(of_one, key=lambda row: row[0])
        memory, skipped = Memory(len(songs)), Memory(len(songs))
        cut = list(sessions(metadata, [row[:2] for row in of_one if not row[2]]))
        placed = place(metadata, [row[:2] for row in of_one if row[2]], cut)
        for session, skips in zip(cut, placed):
            times, played = zip(*session)
            if times[-1] >= test_from:
                yield Timed(played, times, memory.copy(), skips, skipped.copy())
            for song, time in zip(played, times):
                memory.play(song, time)
            for song, time in sum(skips, []):
                skipped.play(song, time)


def place(metadata, skips, sessions):
    """Puts skips between the plays of sessions, or beside the nearer session that is within the gap."""
    placed = [[[] for _ in range(len(session) + 1)] for session in sessions]
    gap = seconds(metadata['segue.training.session_gap'])
    for time, song in skips:
        away = [max(session[0][0] - time, time - session[-1][0], 0) for session in sessions]
        nearest = int(np.argmin(away))
        if away[nearest] <= gap:
            position = sum(began <= time for began, _ in sessions[nearest])
            placed[nearest][position].append((song, time))
    return placed


def sessions(metadata, plays):
    """Cuts a listener's plays after pauses, and where a session would be too long."""
    gap = seconds(metadata['segue.training.session_gap'])
    longest = seconds(metadata.get('segue.training.session_max', '1000000h'))
    session = []
    for play in plays:
        if session and (play[0] - session[-1][0] > gap or play[0] - session[0][0] > longest):
            yield session
            session = []
        session.append(play)
    yield session


def seconds(duration):
    """Of such as PT8H or 24h; a limit on the number of songs is not known here."""
    amount, unit = re.fullmatch(r'(?:PT)?(\d+)([DHMS])', duration.upper()).groups()
    return int(amount) * {'D': 86400, 'H': 3600, 'M': 60, 'S': 1}[unit]


def main(model, playlists, per_transition):
    metadata, tensors = read_safetensors(model)
    networks = networks_of(
        metadata, {name: tensor if tensor.dtype == np.uint8 else tensor.astype(np.float64) for name, tensor in tensors.items()})
    timed = playlists.endswith('.csv')
    lines = list(test_part(metadata, tensors, playlists)) if timed else lines_of(playlists)
    tolerance = 5e-3 if timed and metadata.get('memory') == 'true' else 1e-4
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
            assert lines[number].songs[position] == target, (number, position)
            worst = max(worst, abs(computed[position - 1, target] - value))
            count += 1
    print(f'{count} transitions, largest difference of a log-probability: {worst:.2e} nats')
    if 'training.digests' in tensors:
        count = trained_on(tensors, [lines[number].songs for number in expected])
        print(f'{count} of {len(expected)} playlists were trained on')
    return 0 if worst <= tolerance else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
