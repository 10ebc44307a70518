package dev.segue.lstm.network;

import dev.segue.Catalogue;
import dev.segue.Explanation;
import dev.segue.Song;
import dev.segue.quotation.Quotation;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The features that songs share: {@linkplain Catalogue#leadArtist(Song) lead artists} and tags,
 * from the data, and the dimensions of vectors that describe songs, from the caller. Each artist,
 * tag and dimension has a row. A song's vector in the network is the sum of its own row, its
 * artist's row, its tags' rows divided by the square root of their number, and a projection of its
 * describing vector: the dimensions' rows times the vector's values. Immutable; may be shared by
 * threads.
 */
public final class SongFeatures {

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");
  private static final String ARTIST = "artist:";
  private static final String TAG = "tag:";
  private static final String VECTOR = "vector:";

  private final Catalogue catalogue;
  private final List<String> names;

  /** The rows of artists and tags by name. */
  private final Map<String, Integer> artists = new HashMap<>();

  private final Map<String, Integer> tags = new HashMap<>();

  /** The length of vectors that describe songs. */
  private final int dimensions;

  /** The weights of rows that songs share, by their values. */
  private final Map<FloatBuffer, float[]> sharedWeights = new ConcurrentHashMap<>();

  private SongFeatures(Catalogue catalogue, List<String> names) {
    this.catalogue = catalogue;
    this.names = names;
    for (int row = 0; row < names.size(); row++) {
      switch (kind(row)) {
        case ARTIST -> artists.put(name(row), row);
        case TAG -> tags.put(name(row), row);
        default -> {}
      }
    }
    this.dimensions = names.size() - artists.size() - tags.size();
  }

  /**
   * Collects the features of a catalogue's songs, in order of first appearance.
   *
   * @param catalogue source of artists and tags
   * @param dimensions length of the vectors that describe songs; 0 for none
   */
  public static SongFeatures of(Catalogue catalogue, int dimensions) {
    return of(catalogue, List.of(), dimensions);
  }

  /** Collects the features of a catalogue's songs after some others. */
  private static SongFeatures of(Catalogue catalogue, List<String> others, int dimensions) {
    Set<String> names = new LinkedHashSet<>(others);
    for (Song song : catalogue.songs()) {
      String artist = oneLine(catalogue.leadArtist(song));
      if (!artist.isEmpty()) {
        names.add(ARTIST + artist);
      }
      song.tags().forEach(tag -> names.add(TAG + oneLine(tag)));
    }
    IntStream.range(0, dimensions).forEach(i -> names.add(VECTOR + i));
    return new SongFeatures(catalogue, List.copyOf(names));
  }

  /**
   * Returns these features, and those of more songs after them; the dimensions of vectors stay
   * last. Without any features there are none of more songs.
   *
   * @param all the catalogue of all songs
   */
  SongFeatures withSongs(Catalogue all) {
    return size() == 0 ? this : of(all, names.subList(0, firstVectorRow()), dimensions);
  }

  /** {@code [features]}: the row that each of these features has among others that hold them. */
  int[] rowsIn(SongFeatures more) {
    return IntStream.range(0, size())
        .map(row -> row < firstVectorRow() ? row : row + more.size() - size())
        .toArray();
  }

  /** Returns no features. */
  public static SongFeatures none() {
    return new SongFeatures(Catalogue.of(List.of()), List.of());
  }

  /**
   * Restores features from their {@linkplain #names() names}.
   *
   * @param catalogue knows the lead artists of songs
   */
  public static SongFeatures named(List<String> names, Catalogue catalogue) {
    return new SongFeatures(catalogue, names.stream().distinct().toList());
  }

  /** The number of features. */
  public int size() {
    return names.size();
  }

  /** The names of the features, in the order of their rows. */
  public List<String> names() {
    return names;
  }

  /** The kind of a row's feature. */
  Explanation.Kind kind(int row) {
    String name = names.get(row);
    return name.startsWith(ARTIST)
        ? Explanation.Kind.ARTIST
        : name.startsWith(TAG) ? Explanation.Kind.TAG : Explanation.Kind.DESCRIPTION;
  }

  /** The artist, the tag, or the number of the dimension of a row. */
  String name(int row) {
    return names.get(row).substring(names.get(row).indexOf(':') + 1);
  }

  /** The length of vectors that describe songs; 0 if there are none. */
  public int dimensions() {
    return dimensions;
  }

  /** The rows of describing vectors come last. */
  private int firstVectorRow() {
    return size() - dimensions;
  }

  /** {@code [songs, dimensions]}: the vectors that describe songs, restored from their features. */
  public float[] vectors(List<Row> songs) {
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
   * Returns the features of each song; empty if there are no features at all.
   *
   * @param vectors returns the vector that describes the song at an index of the list, or an empty
   *     array; called in order
   * @throws IllegalArgumentException if a vector's length is wrong, or it is not finite
   */
  public List<Row> rows(List<Song> songs, IntFunction<float[]> vectors) {
    if (size() == 0) {
      return List.of();
    }
    List<float[]> checked =
        IntStream.range(0, songs.size())
            .mapToObj(i -> checked(songs.get(i), vectors.apply(i)))
            .toList();
    return uncheckedRows(songs, checked::get);
  }

  private List<Row> uncheckedRows(List<Song> songs, IntFunction<float[]> vectors) {
    return IntStream.range(0, songs.size())
        .parallel()
        .mapToObj(i -> row(songs.get(i), vectors.apply(i)))
        .toList();
  }

  /**
   * Returns the same as {@link #rows}, computed when it is first asked for: scoring does not need
   * it. The vectors are not checked.
   */
  public List<Row> lazyRows(List<Song> songs, IntFunction<float[]> vectors) {
    return size() == 0
        ? List.of()
        : new LazyRows(songs.size(), () -> uncheckedRows(songs, vectors));
  }

  /**
   * Returns the row of each song's artist, -1 for none; empty if there are no features at all.
   *
   * @return {@code [songs]}
   */
  public int[] artists(List<Song> songs) {
    if (size() == 0) {
      return new int[0];
    }
    Map<String, Integer> known = new HashMap<>(); // by the name as it is written
    int[] rows = new int[songs.size()];
    for (int i = 0; i < rows.length; i++) {
      Song song = songs.get(i);
      Integer row = known.get(song.artist());
      if (row == null) {
        row = row(artists, catalogue.leadArtist(song));
        known.put(song.artist(), row);
      }
      rows[i] = row;
    }
    return rows;
  }

  private float[] checked(Song song, float[] vector) {
    if (vector.length != 0 && vector.length != dimensions) {
      throw new IllegalArgumentException(
          "the vector of song %s must have %d values, but has %d"
              .formatted(Quotation.quote(song.id()), dimensions, vector.length));
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            "the vector of song %s must be finite, but value %d is %s"
                .formatted(Quotation.quote(song.id()), i, vector[i]));
      }
    }
    return vector;
  }

  /** Returns the features of a song without a vector, leaving out those that have no row. */
  public Row row(Song song) {
    return row(song, new float[0]);
  }

  private Row row(Song song, float[] vector) {
    Set<String> songTags = new LinkedHashSet<>(song.tags());
    int[] known = new int[1 + songTags.size() + vector.length];
    float[] weights = new float[known.length];
    int count = 0;
    int artist = row(artists, catalogue.leadArtist(song));
    if (artist >= 0) {
      weights[count] = 1;
      known[count++] = artist;
    }
    for (String tag : songTags) {
      int row = row(tags, tag);
      if (row >= 0) {
        weights[count] = (float) (1 / Math.sqrt(songTags.size()));
        known[count++] = row;
      }
    }
    for (int i = 0; i < vector.length; i++) {
      weights[count] = vector[i];
      known[count++] = firstVectorRow() + i;
    }
    return new Row(artist, Arrays.copyOf(known, count), shared(Arrays.copyOf(weights, count)));
  }

  /**
   * Returns weights that are equal: without described vectors there are few that differ, and as
   * many as songs.
   */
  private float[] shared(float[] weights) {
    if (dimensions > 0) {
      return weights;
    }
    float[] known = sharedWeights.putIfAbsent(FloatBuffer.wrap(weights), weights);
    return known == null ? weights : known;
  }

  /** The row of a name, or -1; nearly all names are stored unchanged. */
  private static int row(Map<String, Integer> rows, String name) {
    Integer row = rows.get(name);
    return row != null ? row : rows.getOrDefault(oneLine(name), -1);
  }

  /** Returns a name as the model file stores it, without line breaks. */
  private static String oneLine(String name) {
    return LINE_BREAK.matcher(name).replaceAll(" ");
  }

  /**
   * The features of one song.
   *
   * @param artist the row of its artist; -1 if it has none
   * @param features {@code [features]}: their rows
   * @param weights {@code [features]}: what each row is multiplied by
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays of the inner loop, never compared
  public record Row(int artist, int[] features, float[] weights) {}
}
