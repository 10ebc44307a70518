package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.DatasetReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.reading.SongNames;
import dev.segue.quotation.Quotation;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Songs of a catalogue that are versions of one another by their names: {@code Rain}, {@code RAIN},
 * {@code Rain - Remastered 2011} and {@code Rain (feat. Mist)}. Services give each an id of its
 * own, so what is learnt of one says nothing of the other. Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="versions"}
 *
 * <p>Two songs are versions if their artists and titles are the same without case, accents and
 * punctuation, and without these, in brackets or after a dash: remasters ({@code 2011 Remaster}),
 * mono and stereo mixes, single, album and radio versions, editions ({@code Deluxe Edition}), and
 * guests ({@code feat. Mist}). Of several artists, the first counts. Live recordings, remixes,
 * covers and new recordings are songs of their own, and so are songs without a title.
 */
public final class SongVersions {

  /** What a title may hold in brackets or after a dash, and still be the same recording. */
  private static final Pattern VERSION =
      Pattern.compile(
          "(?ix)\\s*(?:"
              + " (?:\\d{4}\\s+)?(?:digital(?:ly)?\\s+)?re-?master(?:ed)?"
              + "   (?:\\s+(?:version|edition|album\\s+version))?(?:\\s+\\d{4})?"
              + " |(?:mono|stereo)(?:\\s+(?:version|mix))?"
              + " |(?:single|album|original|radio|lp|full\\s+length)\\s+(?:version|edit|mix)"
              + " |(?:(?:super\\s+)?deluxe|expanded|explicit|clean|bonus\\s+track)"
              + "   (?:\\s+(?:edition|version))?"
              + " |(?:feat|ft|featuring)\\b\\.?\\s+.*"
              + ")\\s*");

  private static final Pattern BRACKETS = Pattern.compile("\\s*[(\\[]([^()\\[\\]]*)[)\\]]");
  private static final Pattern DASH = Pattern.compile("\\s+[-–—]\\s+");
  private static final Pattern GUEST = Pattern.compile("(?i)\\s+(feat|ft|featuring)\\b\\.?\\s.*");
  private static final Pattern MORE_ARTISTS = Pattern.compile("\\s*[,;].*");
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Catalogue all;
  private final Catalogue catalogue;

  /** {@code [all]}: the index of each song in the catalogue. */
  private final int[] indices;

  /** A version and the song that it is one of. */
  private final Optional<Map.Entry<Song, Song>> example;

  private SongVersions(
      Catalogue all, Catalogue catalogue, int[] indices, Optional<Map.Entry<Song, Song>> example) {
    this.all = all;
    this.catalogue = catalogue;
    this.indices = indices;
    this.example = example;
  }

  /**
   * Finds the versions among the songs of a catalogue.
   *
   * @param all the songs
   * @return which are versions of which
   */
  public static SongVersions of(Catalogue all) {
    Objects.requireNonNull(all, "all");
    Map<String, Integer> known = new HashMap<>();
    List<Song> songs = new ArrayList<>();
    int[] indices = new int[all.size()];
    Map.Entry<Song, Song> example = null;
    for (int song = 0; song < indices.length; song++) {
      Song each = all.song(song);
      Integer version = each.title().isEmpty() ? null : known.putIfAbsent(name(each), songs.size());
      indices[song] = version == null ? songs.size() : version;
      if (version == null) {
        songs.add(each);
      } else if (example == null) {
        example = Map.entry(each, songs.get(version));
      }
    }
    return new SongVersions(
        all,
        songs.size() == all.size() ? all : Catalogue.of(songs),
        indices,
        Optional.ofNullable(example));
  }

  /** The name that all versions of a song share. */
  static String name(Song song) {
    String artist = GUEST.matcher(song.artist()).replaceFirst("");
    return plain(MORE_ARTISTS.matcher(artist).replaceFirst(""))
        + SongNames.SEPARATOR
        + plain(withoutVersion(song.title()));
  }

  private static String withoutVersion(String title) {
    String name =
        BRACKETS
            .matcher(title)
            .replaceAll(
                found ->
                    VERSION.matcher(found.group(1)).matches()
                        ? ""
                        : Matcher.quoteReplacement(found.group()));
    List<String> parts = List.of(DASH.split(name, -1));
    String first = parts.get(0);
    String others =
        String.join(
            " - ",
            parts.stream().skip(1).filter(each -> !VERSION.matcher(each).matches()).toList());
    String plain =
        GUEST.matcher(others.isEmpty() ? first : first + " - " + others).replaceFirst("");
    return plain.isBlank() ? title : plain;
  }

  /** Letters and digits in lower case; of a text without any, the text. */
  private static String plain(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    String letters =
        PUNCTUATION.matcher(ACCENTS.matcher(normal).replaceAll("")).replaceAll(" ").strip();
    return letters.isEmpty() ? normal.strip() : letters;
  }

  /**
   * Returns the songs without those that are versions of earlier ones.
   *
   * @return the catalogue; the same as before if there are no versions
   */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Returns how many songs are versions of earlier ones.
   *
   * @return the number, from 0
   */
  public int merged() {
    return all.size() - catalogue.size();
  }

  /**
   * Takes the versions of each song for the first of them.
   *
   * @param dataset playlists over the catalogue in which the versions were found
   * @return the same playlists of fewer songs; the report says how many were merged
   * @throws IllegalArgumentException if the dataset has another catalogue
   */
  public PlaylistDataset merge(PlaylistDataset dataset) {
    check(dataset.catalogue());
    return merged() == 0 ? dataset : new Merged(dataset, this);
  }

  /**
   * Takes the versions of each song for the first of them. What was played in the same second as
   * different versions is one play.
   *
   * @param history plays over the catalogue in which the versions were found
   * @return the same history of fewer songs; the report says how many were merged
   * @throws IllegalArgumentException if the history has another catalogue
   */
  public ListeningHistory merge(ListeningHistory history) {
    check(history.catalogue());
    return merged() == 0
        ? history
        : history.withSongs(catalogue, song -> indices[song], toString());
  }

  private void check(Catalogue other) {
    if (other != all) {
      throw new IllegalArgumentException(
          "catalogue must be the one in which the versions were found, but is another of %d songs"
              .formatted(other.size()));
    }
  }

  /** Returns how many were found, with an example. */
  @Override
  public String toString() {
    return example
        .map(
            each ->
                "%s %s of %s"
                    .formatted(
                        merged() == 1
                            ? "1 song is a version of another:"
                            : "%,d songs are versions of others, such as".formatted(merged()),
                        quoted(each.getKey()),
                        quoted(each.getValue())))
        .orElse("no song is a version of another");
  }

  private static String quoted(Song song) {
    return Quotation.quote(
        song.artist().isEmpty() ? song.title() : song.artist() + " - " + song.title());
  }

  /** Playlists of the first versions. Immutable; may be shared by threads. */
  private record Merged(PlaylistDataset dataset, SongVersions versions) implements PlaylistDataset {

    @Override
    public Catalogue catalogue() {
      return versions.catalogue;
    }

    @Override
    public Stream<Playlist> playlists() {
      return dataset.playlists().map(each -> each.withSongs(song -> versions.indices[song]));
    }

    @Override
    public Optional<DatasetReport> report() {
      return dataset.report().map(each -> each.withWarning(versions.toString()));
    }
  }
}
