#!/usr/bin/env python3
"""Makes a smaller dataset from a larger one, to see how the same settings perform with less data.

  subset.py --data DIR --out DIR [--songs N] [--every N]

Both folders are in the LME (Yes.com) format. --songs keeps the N most played songs; playlists are split where another song
was played. --every keeps every Nth playlist of the training part.
"""
import argparse
import collections
import pathlib

PARTS = ('train', 'valid', 'test')


def pieces(playlist, kept):
    piece = []
    for song in playlist:
        if song in kept:
            piece.append(kept[song])
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=pathlib.Path, required=True)
    parser.add_argument('--out', type=pathlib.Path, required=True)
    parser.add_argument('--songs', type=int)
    parser.add_argument('--every', type=int, default=1)
    options = parser.parse_args()
    lines = {part: (options.data / f'{part}.txt').read_text().split('\n') for part in PARTS}
    ids = lines['train'][0].split()
    playlists = {part: [[int(song) for song in line.split()] for line in lines[part][2:]] for part in PARTS}
    plays = collections.Counter(song for part in PARTS for playlist in playlists[part] for song in playlist)
    songs = sorted(song for song, _ in plays.most_common(options.songs)) if options.songs else range(len(ids))
    kept = {song: number for number, song in enumerate(songs)}
    options.out.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        chosen = playlists[part][:: options.every] if part == 'train' else playlists[part]
        cut = [piece for playlist in chosen for piece in pieces(playlist, kept)]
        counts = collections.Counter(song for playlist in cut for song in playlist)
        rows = [[ids[song] for song in songs], [counts[number] for number in range(len(songs))], *cut]
        (options.out / f'{part}.txt').write_text('\n'.join(' '.join(map(str, row)) + ' ' for row in rows) + '\n')
        print(f'{part}: {len(cut)} playlists, {sum(len(playlist) - 1 for playlist in cut)} transitions')
    names = (options.data / 'song_hash.txt').read_text(encoding='utf-8').split('\n')
    tags = (options.data / 'tags.txt').read_text().split('\n')
    (options.out / 'song_hash.txt').write_text(
        ''.join(f'{number}\t' + names[song].split('\t', 1)[1] + '\n' for song, number in kept.items()), encoding='utf-8')
    (options.out / 'tags.txt').write_text(''.join(tags[song] + '\n' for song in songs))
    (options.out / 'tag_hash.txt').write_text((options.data / 'tag_hash.txt').read_text())


if __name__ == '__main__':
    main()
