package dev.segue.dl4j;

import dev.segue.Explanation;
import dev.segue.Song;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a song has in common with others: its artist and its tags, as the data gives them, and a
 * vector that describes it, if the caller has one. Artists, tags and dimensions of vectors have a
 * row each; a song's vector in the network is the sum of its own row, that of its artist, those of
 * its tags divided by the root of their number, and those of the dimensions times the values of its
 * vector, which is a projection. Immutable; may be shared by threads.
 */
final class SongFeatures {

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");
  private static final String ARTIST = "artist:";
  private static final String TAG = "tag:";
  private static final String VECTOR = "vector:";

  private final Map<String, Integer> rows;
  private final List<String> names;

  /** How long vectors are that describe songs. */
  private final int dimensions;

  private SongFeatures(Map<String, Integer> rows) {
    this.rows = rows;
    this.names = List.copyOf(rows.keySet());
    this.dimensions = (int) rows.keySet().stream().filter(name -> name.startsWith(VECTOR)).count();
  }

  /**
   * The features of some songs, in the order in which they come up.
   *
   * @param songs where artists and tags come from
   * @param dimensions how long the vectors are that describe songs; 0 for none
   */
  static SongFeatures of(List<Song> songs, int dimensions) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    for (Song song : songs) {
      for (String name : names(song)) {
        rows.putIfAbsent(name, rows.size());
      }
    }
    for (int i = 0; i < dimensions; i++) {
      rows.put(VECTOR + i, rows.size());
    }
    return new SongFeatures(rows);
  }

  /** Features whose names were {@linkplain #names() taken} before. */
  static SongFeatures named(List<String> names) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    names.forEach(name -> rows.putIfAbsent(name, rows.size()));
    return new SongFeatures(rows);
  }

  /** How many there are. */
  int size() {
    return rows.size();
  }

  /** Their names, in the order of their rows. */
  List<String> names() {
    return names;
  }

  /** What a row is of. */
  Explanation.Kind kind(int row) {
    String name = names.get(row);
    return name.startsWith(ARTIST)
        ? Explanation.Kind.ARTIST
        : name.startsWith(TAG) ? Explanation.Kind.TAG : Explanation.Kind.DESCRIPTION;
  }

  /** The artist, the tag, or the number of the dimension that a row is of. */
  String name(int row) {
    return names.get(row).substring(names.get(row).indexOf(':') + 1);
  }

  /** How long vectors are that describe songs; 0 if there are none. */
  int dimensions() {
    return dimensions;
  }

  /** Vectors that describe songs are the last features. */
  private int firstVectorRow() {
    return size() - dimensions;
  }

  /** {@code [songs, dimensions]}: the vectors that describe songs, of their features. */
  float[] vectors(List<Row> songs) {
    float[] vectors = new float[songs.size() * dimensions];
    for (int song = 0; song < songs.size(); song++) {
      Row row = songs.get(song);
      for (int i = 0; i < row.features().length; i++) {
        int dimension = row.features()[i] - firstVectorRow();
        if (dimension >= 0) {
          vectors[song * dimensions + dimension] = row.weights()[i];
        }
      }
    }
    return vectors;
  }

  /**
   * The features of each song; empty if there are no features at all.
   *
   * @param vectors gives the vector that describes the song at a place in the list, or an empty one
   */
  List<Row> rows(List<Song> songs, IntFunction<float[]> vectors) {
    return size() == 0
        ? List.of()
        : IntStream.range(0, songs.size())
            .mapToObj(i -> row(songs.get(i), vectors.apply(i)))
            .toList();
  }

  /**
   * The features of a song; those that have no row are left out.
   *
   * @param vector that describes it, or empty
   * @throws IllegalArgumentException if the vector's length is wrong
   */
  Row row(Song song, float[] vector) {
    if (vector.length != 0 && vector.length != dimensions) {
      throw new IllegalArgumentException(
          "the vector of song '%s' must have %d values, had %d"
              .formatted(song.id(), dimensions, vector.length));
    }
    List<Integer> known = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    List<String> names = names(song);
    int tags = (int) names.stream().filter(name -> name.startsWith(TAG)).count();
    for (String name : names) {
      Integer row = rows.get(name);
      if (row != null) {
        known.add(row);
        weights.add(name.startsWith(TAG) ? (float) (1 / Math.sqrt(tags)) : 1f);
      }
    }
    for (int i = 0; i < vector.length; i++) {
      known.add(firstVectorRow() + i);
      weights.add(vector[i]);
    }
    float[] shares = new float[weights.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = weights.get(i);
    }
    int artist = rows.getOrDefault(ARTIST + song.leadArtist(), -1);
    return new Row(artist, known.stream().mapToInt(i -> i).toArray(), shares);
  }

  private static List<String> names(Song song) {
    List<String> names = new ArrayList<>();
    String artist = song.leadArtist();
    if (!artist.isEmpty()) {
      names.add(ARTIST + artist);
    }
    song.tags().stream().distinct().forEach(tag -> names.add(TAG + tag));
    names.replaceAll(name -> LINE_BREAK.matcher(name).replaceAll(" ")); // one a line in the file
    return names;
  }

  /**
   * The features of one song.
   *
   * @param artist the row of its artist; -1 if it has none
   * @param features {@code [features]}: their rows
   * @param weights {@code [features]}: what each is multiplied by
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays of the inner loop, never compared
  record Row(int artist, int[] features, float[] weights) {}
}
