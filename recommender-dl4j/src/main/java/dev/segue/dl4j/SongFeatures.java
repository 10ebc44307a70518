package dev.segue.dl4j;

import dev.segue.Song;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a song has in common with others, as the data gives it: its artist and its tags. Each of
 * them has a row of its own; a song's vector is the sum of its own row, that of its artist, and
 * those of its tags divided by the root of their number. Immutable; may be shared by threads.
 */
final class SongFeatures {

  /** Where the first of several artists ends. */
  private static final Pattern OTHER_ARTISTS = Pattern.compile("w\\\\?/|feat\\.|\\(|&");

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");
  private static final String ARTIST = "artist:";
  private static final String TAG = "tag:";

  private final Map<String, Integer> rows;

  private SongFeatures(Map<String, Integer> rows) {
    this.rows = rows;
  }

  /** The features of some songs, in the order in which they come up. */
  static SongFeatures of(List<Song> songs) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    for (Song song : songs) {
      for (String name : names(song)) {
        rows.putIfAbsent(name, rows.size());
      }
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
    return List.copyOf(rows.keySet());
  }

  /** The features of each song; empty if there are no features at all. */
  List<Row> rows(List<Song> songs) {
    return size() == 0 ? List.of() : songs.stream().map(this::row).toList();
  }

  /** The features of a song; those that have no row are left out. */
  Row row(Song song) {
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
    float[] shares = new float[weights.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = weights.get(i);
    }
    return new Row(known.stream().mapToInt(i -> i).toArray(), shares);
  }

  /**
   * An artist's name as songs share it: in lower case, and without those who are only featured, as
   * in "Gucci Mane (w/ Swizz Beatz)", "A feat. B" or "A &amp; B".
   */
  static String artist(String name) {
    String whole = name.toLowerCase(Locale.ROOT).strip();
    String first = OTHER_ARTISTS.split(whole, 2)[0].strip();
    return first.isEmpty() ? whole : first; // "(hed) p.e."
  }

  private static List<String> names(Song song) {
    List<String> names = new ArrayList<>();
    String artist = artist(song.artist());
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
   * @param features {@code [features]}: their rows
   * @param weights {@code [features]}: what each is multiplied by
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays of the inner loop, never compared
  record Row(int[] features, float[] weights) {}
}
