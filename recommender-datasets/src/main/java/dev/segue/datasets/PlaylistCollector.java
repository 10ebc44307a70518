package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.InputFile;
import dev.segue.quotation.Quotation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects playlists into a dataset as they are read. Takes the memory of the songs and 4 bytes per
 * play. Equal ids, and locations that name the same file, are one song; its title and artist are
 * the first non-empty ones. One thread at a time.
 */
final class PlaylistCollector {

  private final List<Song> songs = new ArrayList<>();

  /** {@code [songs]}: where each lies; null if it is known by something else. */
  private final List<@Nullable SongPath> paths = new ArrayList<>();

  /** By path, of those that have one, else by id. */
  private final Map<String, Integer> indices = new HashMap<>();

  private final Map<String, Integer> byId = new HashMap<>();
  private final Map<String, String> artists = new HashMap<>();
  private final List<Playlist> playlists = new ArrayList<>();
  private final Map<String, Long> leftOut = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private long windows;
  private String firstOfWindows = "";

  /** Another way in which the file of a song is named, by song. */
  private final Map<Integer, String> otherForms = new TreeMap<>();

  /** {@code [size or more]}: the songs of the playlist being read. */
  private int[] played = new int[1 << 8];

  private int size;

  /** That of the file being read. */
  private String folder = "";

  /** Begins a file of playlists. */
  void begin(InputFile file) {
    folder = file.folder();
  }

  /** Adds a song to the playlist; title and artist may be empty, the id may not. */
  void add(String id, String title, String artist) {
    add(id, id, null, title, artist);
  }

  /**
   * Adds a song that is known by its location, whatever form it has; relative ones are to the file
   * {@linkplain #begin begun} last.
   */
  void addLocated(String location, String title, String artist) {
    SongPath path = SongPath.of(location, folder).orElse(null);
    if (path == null) {
      add(location, title, artist);
    } else {
      add("\0" + path.path(), location, path, title, artist);
    }
  }

  private void add(String key, String id, @Nullable SongPath path, String title, String artist) {
    Integer known = indices.containsKey(key) || path != null ? indices.get(key) : byId.get(id);
    int song = known == null ? songs.size() : known;
    if (known == null) {
      String unique = unique(id, path);
      indices.put(key, song);
      byId.put(unique, song);
      songs.add(new Song(unique, title, shared(artist), List.of()));
      paths.add(path);
    } else {
      complete(song, title, artist);
      noteForm(song, id);
    }
    if (size == played.length) {
      played = Arrays.copyOf(played, 2 * size);
    }
    played[size++] = song;
  }

  /** The same name in another folder is another song. */
  private String unique(String id, @Nullable SongPath path) {
    String unique = path == null || !byId.containsKey(id) ? id : path.path();
    while (byId.containsKey(unique)) {
      unique = "./" + unique;
    }
    return unique;
  }

  private void noteForm(int song, String id) {
    if (paths.get(song) != null && !songs.get(song).id().equals(id)) {
      otherForms.putIfAbsent(song, id);
    }
  }

  private void complete(int song, String title, String artist) {
    Song known = songs.get(song);
    boolean titled = known.title().isEmpty() && !title.isEmpty();
    boolean credited = known.artist().isEmpty() && !artist.isEmpty();
    if (titled || credited) {
      songs.set(
          song,
          new Song(
              known.id(),
              titled ? title : known.title(),
              credited ? shared(artist) : known.artist(),
              List.of()));
    }
  }

  private String shared(String artist) {
    String known = artists.putIfAbsent(artist, artist);
    return known == null ? artist : known;
  }

  /** Counts an entry of a playlist that is no song. */
  void leaveOut(String rule) {
    leftOut.merge(rule, 1L, Long::sum);
  }

  /** Notes that a file is read as windows-1252, because it is not UTF-8. */
  void noteWindows(InputFile file) {
    if (windows++ == 0) {
      firstOfWindows = file.name();
    }
  }

  /** Says what is likely to be wrong. */
  void warn(String sentence) {
    warnings.add(sentence);
  }

  /** The number of songs in the playlist so far. */
  int size() {
    return size;
  }

  /** Ends the playlist; the next song begins a new one. */
  void endPlaylist() {
    playlists.add(Playlist.of(Arrays.copyOf(played, size)));
    size = 0;
  }

  /**
   * Returns all ended playlists; the catalogue holds the songs in order of first appearance.
   *
   * @param path what was read
   * @param format its format
   * @throws FileFormatException if there is no song: something else was meant
   */
  PlaylistDataset dataset(Path path, String format) throws FileFormatException {
    if (songs.isEmpty()) {
      throw new FileFormatException(
          path,
          "must hold at least 1 song, but there is none in its "
              + (playlists.size() == 1 ? "playlist" : playlists.size() + " playlists")
              + leftOut());
    }
    PlaylistDataset read = united(SongsByPath.first(songs, paths));
    long others = leftOut.values().stream().mapToLong(Long::longValue).sum();
    long entries = others + playlists.stream().mapToLong(Playlist::size).sum();
    return ReadPlaylists.of(read, format, entries, leftOut, warnings());
  }

  private PlaylistDataset united(int[] first) {
    List<Song> kept = new ArrayList<>();
    int[] index = new int[first.length];
    for (int song = 0; song < first.length; song++) {
      if (first[song] == song) {
        index[song] = kept.size();
        kept.add(songs.get(song));
      } else {
        index[song] = index[first[song]];
        otherForms.remove(song);
        otherForms.putIfAbsent(first[song], songs.get(song).id());
      }
    }
    List<Playlist> renumbered =
        kept.size() == songs.size()
            ? playlists
            : playlists.stream()
                .map(each -> Playlist.of(each.songs().map(song -> index[song]).toArray()))
                .toList();
    return PlaylistDataset.of(Catalogue.of(kept), renumbered);
  }

  /** What was left out, and what else is to be said, as the end of an error. */
  private String leftOut() {
    List<String> all = new ArrayList<>();
    leftOut.forEach((rule, count) -> all.add("left out %d %s".formatted(count, rule)));
    all.addAll(warnings());
    return all.isEmpty() ? "" : "; " + String.join("; ", all);
  }

  private List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    otherForms.entrySet().stream()
        .findFirst()
        .ifPresent(
            each ->
                all.add(
                    ("%,d songs are named by more than one form of their path, and are one each,"
                            + " such as %s and %s")
                        .formatted(
                            otherForms.size(),
                            Quotation.quote(songs.get(each.getKey()).id()),
                            Quotation.quote(each.getValue()))));
    if (windows > 0) {
      all.add(
          ("%,d files are no UTF-8, and are read as windows-1252, such as %s; a line #EXTENC:NAME"
                  + " says another encoding")
              .formatted(windows, firstOfWindows));
    }
    return all;
  }
}
