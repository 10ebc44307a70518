package dev.segue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Tells which playlists a model was trained on, by a 64-bit digest of the song ids of each. Takes 8
 * bytes per playlist. It tells this to everybody: whoever has a playlist can find out whether it is
 * among them, and can find short playlists by trying all. Immutable; may be shared by threads.
 */
public final class PlaylistDigests {

  /** As many as fit into an array of bytes. */
  private static final int MAX_SIZE = (Integer.MAX_VALUE - 8) / Long.BYTES;

  /** In ascending order; equal playlists have equal digests. */
  private final long[] sorted;

  private PlaylistDigests(long[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Computes the digests of playlists. Reads them once; their order does not matter.
   *
   * @param training the playlists; those without a transition teach nothing and are left out
   * @return their digests
   * @throws IllegalArgumentException if a playlist holds an index that the catalogue lacks, or
   *     there are more than 268,435,454 playlists
   */
  public static PlaylistDigests of(PlaylistDataset training) {
    return of(training, playlist -> {});
  }

  /** Computes the digests of playlists, and shows each playlist. */
  static PlaylistDigests of(PlaylistDataset training, Consumer<Playlist> each) {
    Catalogue catalogue = Objects.requireNonNull(training, "training").catalogue();
    LongStream.Builder added = LongStream.builder();
    try (Stream<Playlist> playlists = training.playlists()) {
      long number = 0;
      for (Iterator<Playlist> all = playlists.iterator(); all.hasNext(); number++) {
        Playlist playlist = all.next();
        catalogue.check(playlist, number);
        each.accept(playlist);
        if (playlist.transitions() > 0) {
          added.add(catalogue.digests().of(playlist));
        }
      }
    }
    return of(added.build());
  }

  private static PlaylistDigests of(LongStream all) {
    long[] digests = all.toArray();
    if (digests.length > MAX_SIZE) {
      throw new IllegalArgumentException(
          "training must hold at most %,d playlists to be digested, was %,d"
              .formatted(MAX_SIZE, digests.length));
    }
    Arrays.sort(digests);
    return new PlaylistDigests(digests);
  }

  /** Returns these digests and others. */
  PlaylistDigests with(PlaylistDigests others) {
    return of(LongStream.concat(Arrays.stream(sorted), Arrays.stream(others.sorted)));
  }

  /**
   * Reads digests from bytes.
   *
   * @param bytes what {@link #bytes} returned; not kept
   * @return the digests
   * @throws IllegalArgumentException if their number is no multiple of 8, or the digests are not in
   *     ascending order
   */
  public static PlaylistDigests of(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    if (bytes.length % Long.BYTES != 0) {
      throw new IllegalArgumentException(
          "digests must have a multiple of 8 bytes, had " + bytes.length);
    }
    long[] digests = new long[bytes.length / Long.BYTES];
    longs(bytes).get(digests);
    for (int i = 1; i < digests.length; i++) {
      if (digests[i] < digests[i - 1]) {
        throw new IllegalArgumentException(
            "digests must be in ascending order, but digest %d is below the one before it"
                .formatted(i));
      }
    }
    return new PlaylistDigests(digests);
  }

  /**
   * The digests as bytes.
   *
   * @return 8 bytes per playlist, little-endian, in ascending order as signed numbers; a new array
   *     on each call
   */
  public byte[] bytes() {
    byte[] bytes = new byte[sorted.length * Long.BYTES];
    longs(bytes).put(sorted);
    return bytes;
  }

  private static LongBuffer longs(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
  }

  /**
   * How many playlists there are.
   *
   * @return the number of playlists, equal ones included
   */
  public int size() {
    return sorted.length;
  }

  /**
   * Counts the playlists that were trained on. A playlist was, if a training playlist holds the
   * same songs in the same order, or breaks off only after more than half of its targets. A
   * training playlist that ends where the {@linkplain Playlist#context() context} does, as splits
   * make them that cut a playlist in two, has taught no target. A playlist that is only a part of a
   * training playlist is not found.
   *
   * @param dataset the playlists to look for; those without a target are ignored
   * @param known the catalogue of the recommender: songs that it lacks are ignored, since its
   *     training playlists were without them
   * @return the number of playlists, from 0
   * @throws IllegalArgumentException if a playlist holds an index that its catalogue lacks
   */
  public long trainedOn(PlaylistDataset dataset, Catalogue known) {
    Objects.requireNonNull(known, "known");
    Catalogue catalogue = Objects.requireNonNull(dataset, "dataset").catalogue();
    BitSet knownSongs = new BitSet();
    IntStream.range(0, catalogue.size())
        .filter(song -> known.index(catalogue.song(song).id()).isPresent())
        .forEach(knownSongs::set);
    long found = 0;
    try (Stream<Playlist> playlists = dataset.playlists()) {
      long number = 0;
      for (Iterator<Playlist> all = playlists.iterator(); all.hasNext(); number++) {
        Playlist playlist = all.next();
        catalogue.check(playlist, number);
        found += trainedOn(playlist, knownSongs, catalogue.digests()) ? 1 : 0;
      }
    }
    return found;
  }

  /** Looks for each beginning of the playlist that goes beyond half of its targets. */
  private boolean trainedOn(Playlist playlist, BitSet known, SongDigests songs) {
    long targets = playlist.songs().skip(playlist.context()).filter(known::get).count();
    long learnt = 0;
    long heard = 0;
    long digest = SongDigests.NONE;
    for (int position = 0; position < playlist.size(); position++) {
      if (known.get(playlist.song(position))) {
        digest = songs.append(digest, playlist.song(position));
        heard++;
        learnt += position >= playlist.context() ? 1 : 0;
        if (2 * learnt > targets && heard > 1 && Arrays.binarySearch(sorted, digest) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Two sets are equal if they hold the same digests, equally often. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PlaylistDigests digests && Arrays.equals(sorted, digests.sorted);
  }

  /** A hash of the digests. */
  @Override
  public int hashCode() {
    return Arrays.hashCode(sorted);
  }

  /** Says how many playlists there are. */
  @Override
  public String toString() {
    return "digests of %,d playlists".formatted(sorted.length);
  }
}
