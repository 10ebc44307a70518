package dev.segue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.List;

/**
 * Computes 64-bit digests of playlists from the ids of their songs, so that playlists can be
 * compared across catalogues and need not be kept. Among a million different playlists, two have
 * the same digest with a probability of 3 in 10^8. docs/model-file.md has the formula, since model
 * files keep digests. Immutable; may be shared by threads.
 */
final class SongDigests {

  /** The digest of no song. */
  static final long NONE = 0;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio, odd

  /** {@code [songs]}: the first 8 bytes of the SHA-256 of each song's id. */
  private final long[] songs;

  SongDigests(List<Song> songs) {
    MessageDigest sha256 = Catalogue.sha256();
    this.songs = songs.stream().mapToLong(song -> digest(sha256, song.id())).toArray();
  }

  private static long digest(MessageDigest sha256, String id) {
    byte[] digest = sha256.digest(id.getBytes(UTF_8));
    return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** The digest of a playlist whose songs the catalogue has. */
  long of(Playlist playlist) {
    long digest = NONE;
    for (int position = 0; position < playlist.size(); position++) {
      digest = append(digest, playlist.song(position));
    }
    return digest;
  }

  /**
   * The digest of a playlist with one more song.
   *
   * @param digest of the songs before
   * @param song the index of the last song
   */
  long append(long digest, int song) {
    long mixed = (digest ^ songs[song]) * GOLDEN;
    return mixed ^ mixed >>> 32;
  }
}
