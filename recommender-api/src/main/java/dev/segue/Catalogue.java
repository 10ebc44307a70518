package dev.segue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of a dataset or recommender: each song has a dense index from 0 to {@code size() -
 * 1}. Immutable; may be shared by threads.
 */
public final class Catalogue {

  private final List<Song> songs;
  private final Map<String, Integer> indices;
  private final String fingerprint;
  private volatile @Nullable SongDigests digests;

  private Catalogue(List<Song> songs) {
    this.songs = List.copyOf(Objects.requireNonNull(songs, "songs"));
    this.indices = new HashMap<>(songs.size() * 2);
    for (int index = 0; index < songs.size(); index++) {
      Integer earlier = indices.putIfAbsent(songs.get(index).id(), index);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "song ids must differ, but songs %d and %d are both '%s'"
                .formatted(earlier, index, songs.get(index).id()));
      }
    }
    this.fingerprint = fingerprint(this.songs);
  }

  /**
   * Makes a catalogue in which each song's index is its place in the list.
   *
   * @param songs the songs, no id twice
   * @return the catalogue
   * @throws IllegalArgumentException if two songs have the same id
   */
  public static Catalogue of(List<Song> songs) {
    return new Catalogue(songs);
  }

  /**
   * The number of songs.
   *
   * @return the number of songs, 0 or more
   */
  public int size() {
    return songs.size();
  }

  /**
   * All songs, in the order of their indices.
   *
   * @return an immutable list
   */
  public List<Song> songs() {
    return songs;
  }

  /**
   * The song at an index.
   *
   * @param index from 0 to {@code size() - 1}
   * @return the song
   * @throws IndexOutOfBoundsException if the index is outside that range
   */
  public Song song(int index) {
    return songs.get(index);
  }

  /**
   * Returns the index of a song.
   *
   * @param songId the caller's id
   * @return its index from 0 to {@code size() - 1}; empty if the catalogue lacks it
   */
  public OptionalInt index(String songId) {
    Integer index = indices.get(Objects.requireNonNull(songId, "songId"));
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * Turns the caller's song ids into a playlist of indices.
   *
   * @param songIds ids in the order of play
   * @return the playlist
   * @throws IllegalArgumentException if the catalogue lacks some of the songs; the message names
   *     them all
   */
  public Playlist playlist(List<String> songIds) {
    int[] played = new int[songIds.size()];
    List<String> unknown = new ArrayList<>();
    for (int position = 0; position < played.length; position++) {
      String songId = songIds.get(position);
      Integer index = indices.get(songId);
      if (index == null) {
        unknown.add(songId);
      } else {
        played[position] = index;
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "songs must be in the catalogue of %d songs, but these are not: %s"
              .formatted(size(), String.join(", ", unknown)));
    }
    return Playlist.of(played);
  }

  /**
   * Throws if a playlist holds a song that the catalogue lacks.
   *
   * @param number the number of the playlist among others, from 0
   */
  void check(Playlist playlist, long number) {
    int largest = playlist.songs().max().orElse(-1);
    if (largest >= size()) {
      throw new IllegalArgumentException(
          "playlist %d: song index must be in 0..%d, was %d"
              .formatted(number, size() - 1, largest));
    }
  }

  /** What digests of playlists are made of; computed on the first call, 8 bytes per song. */
  SongDigests digests() {
    SongDigests known = digests;
    if (known == null) {
      known = new SongDigests(songs);
      digests = known;
    }
    return known;
  }

  /**
   * A digest of the song ids in their order. Two catalogues with the same fingerprint give every
   * song the same index.
   *
   * @return SHA-256 in lower-case hexadecimal, 64 characters
   */
  public String fingerprint() {
    return fingerprint;
  }

  /** Says how many songs there are. */
  @Override
  public String toString() {
    return "Catalogue of " + size() + " songs";
  }

  private static String fingerprint(List<Song> songs) {
    MessageDigest digest = sha256();
    for (Song song : songs) {
      byte[] id = song.id().getBytes(UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(id.length).array());
      digest.update(id);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
