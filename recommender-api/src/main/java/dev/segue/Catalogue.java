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

/**
 * The vocabulary of a dataset or recommender: each song has a dense index from 0 to {@code size() -
 * 1}. Immutable; may be shared by threads.
 */
public final class Catalogue {

  private final List<Song> songs;
  private final Map<String, Integer> indices;
  private final String fingerprint;

  private Catalogue(List<Song> songs) {
    Objects.requireNonNull(songs, "songs").forEach(each -> Objects.requireNonNull(each, "songs"));
    this.songs = List.copyOf(songs);
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
    int[] played = new int[Objects.requireNonNull(songIds, "songIds").size()];
    List<String> unknown = new ArrayList<>();
    for (int position = 0; position < played.length; position++) {
      String songId = Objects.requireNonNull(songIds.get(position), "songIds");
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
   * Throws unless another catalogue gives every song the same index as this one, so that playlists
   * over the one are playlists over the other.
   *
   * @param name what has this catalogue, such as {@code training}; for the message
   * @param other the other catalogue
   * @param otherName what has the other catalogue, such as {@code validation}; for the message
   * @throws IllegalArgumentException if their {@linkplain #fingerprint fingerprints} differ; the
   *     message says in what: the numbers of songs, or the first song that differs
   */
  public void requireSame(String name, Catalogue other, String otherName) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(other, "other");
    Objects.requireNonNull(otherName, "otherName");
    if (!fingerprint.equals(other.fingerprint)) {
      throw new IllegalArgumentException(
          "%s and %s must share one catalogue, but %s"
              .formatted(name, otherName, difference(name, other, otherName)));
    }
  }

  private String difference(String name, Catalogue other, String otherName) {
    if (size() != other.size()) {
      return "hold %d and %d songs".formatted(size(), other.size());
    }
    int differs = 0;
    while (song(differs).id().equals(other.song(differs).id())) {
      differs++;
    }
    return "song %d is '%s' in %s and '%s' in %s"
        .formatted(differs, song(differs).id(), name, other.song(differs).id(), otherName);
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
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    for (Song song : songs) {
      byte[] id = song.id().getBytes(UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(id.length).array());
      digest.update(id);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
