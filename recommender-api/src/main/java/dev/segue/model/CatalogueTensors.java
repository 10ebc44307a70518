package dev.segue.model;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Song;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes and reads the songs of a catalogue as tensors of numbers, which stand for the texts of a
 * {@link TextTable}.
 */
final class CatalogueTensors {

  /** What the names of all these tensors begin with. */
  static final String PREFIX = "catalogue.";

  /** The numbers of each song's id, title, artist and tags. */
  private static final String SONGS = PREFIX + "songs.texts";

  /** Where each song's numbers start, and where the last one's end. */
  private static final String STARTS = PREFIX + "songs.starts";

  /** Pairs of an artist in lower case and its lead artist. */
  private static final String LEAD_ARTISTS = PREFIX + "lead_artists";

  /** Id, title and artist. */
  private static final int BEFORE_TAGS = 3;

  private static final int MAX_TEXTS = TensorLayout.MAX_ELEMENTS / Integer.BYTES;

  private CatalogueTensors() {}

  /**
   * Puts a catalogue into the content, in place of that of an earlier call.
   *
   * @throws IllegalArgumentException if a replaced lead artist is no Unicode, or the songs have
   *     more tags than fit into a tensor
   */
  static void write(Catalogue catalogue, ModelContent content) {
    content.removeAll(PREFIX);
    TextTable.Writer texts = new TextTable.Writer();
    long[] starts = starts(catalogue.songs());
    int[] numbers = new int[Math.toIntExact(starts[catalogue.size()])];
    int at = 0;
    for (Song song : catalogue.songs()) {
      numbers[at++] = texts.number(song.id());
      numbers[at++] = texts.number(song.title());
      numbers[at++] = texts.number(song.artist());
      for (String tag : song.tags()) {
        numbers[at++] = texts.number(tag);
      }
    }
    content.addBytes(STARTS, TensorNumbers.bytes(starts));
    content.addBytes(SONGS, TensorNumbers.bytes(numbers));
    content.addBytes(LEAD_ARTISTS, TensorNumbers.bytes(leadArtists(catalogue, texts)));
    texts.write(content);
  }

  private static long[] starts(List<Song> songs) {
    long[] starts = new long[songs.size() + 1];
    for (int song = 0; song < songs.size(); song++) {
      starts[song + 1] = starts[song] + BEFORE_TAGS + songs.get(song).tags().size();
    }
    long all = starts[songs.size()];
    if (all > MAX_TEXTS) {
      throw new IllegalArgumentException(
          "songs must have at most %d texts in all, but have %d".formatted(MAX_TEXTS, all));
    }
    return starts;
  }

  /** Returns the pairs in alphabetical order. */
  private static int[] leadArtists(Catalogue catalogue, TextTable.Writer texts) {
    Map<String, String> leads = new TreeMap<>(catalogue.leadArtists());
    int[] pairs = new int[2 * leads.size()];
    int at = 0;
    for (Map.Entry<String, String> each : leads.entrySet()) {
      pairs[at++] = texts.number(checked(each.getKey()));
      pairs[at++] = texts.number(checked(each.getValue()));
    }
    return pairs;
  }

  private static String checked(String artist) {
    Header.checkText("name of an artist", artist);
    return artist;
  }

  /** Reads the catalogue of a model. */
  static Catalogue read(ModelFile model) throws FileFormatException {
    int[] songs = TensorNumbers.ints(model, SONGS);
    long[] starts = TensorNumbers.starts(model, STARTS, songs.length, "texts of songs");
    TextTable texts = TextTable.read(model);
    try {
      return Catalogue.of(songs(model, starts, songs, texts))
          .withLeadArtists(leadArtists(model, texts));
    } catch (IllegalArgumentException e) {
      throw model.problem("catalogue: " + e.getMessage());
    }
  }

  private static List<Song> songs(ModelFile model, long[] starts, int[] numbers, TextTable all)
      throws FileFormatException {
    Song[] songs = new Song[starts.length - 1];
    for (int song = 0; song < songs.length; song++) {
      int start = (int) starts[song];
      int count = (int) starts[song + 1] - start;
      if (count < BEFORE_TAGS) {
        throw model.problem(
            "tensor '%s' must hold an id, a title and an artist of song %d, but holds %d numbers"
                .formatted(SONGS, song, count));
      }
      String[] texts = new String[count];
      for (int i = 0; i < count; i++) {
        texts[i] = all.text(SONGS, numbers[start + i]);
      }
      List<String> tags = List.of(Arrays.copyOfRange(texts, BEFORE_TAGS, count));
      songs[song] = new Song(texts[0], texts[1], texts[2], tags);
    }
    return Arrays.asList(songs);
  }

  private static Map<String, String> leadArtists(ModelFile model, TextTable texts)
      throws FileFormatException {
    int[] pairs = TensorNumbers.ints(model, LEAD_ARTISTS);
    if (pairs.length % 2 != 0) {
      throw model.problem(
          "tensor '%s' must hold pairs, but holds %d numbers"
              .formatted(LEAD_ARTISTS, pairs.length));
    }
    Map<String, String> leads = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      leads.put(texts.text(LEAD_ARTISTS, pairs[i]), texts.text(LEAD_ARTISTS, pairs[i + 1]));
    }
    return leads;
  }
}
