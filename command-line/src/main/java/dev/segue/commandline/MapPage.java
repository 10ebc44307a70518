package dev.segue.commandline;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.segue.Catalogue;
import dev.segue.Song;
import dev.segue.commandline.MapOfSongs.Colour;
import dev.segue.pages.html.Page;
import dev.segue.pages.html.Page.Fact;
import dev.segue.pages.html.Page.Section;
import dev.segue.pages.html.SongMap;
import dev.segue.pages.html.SongMap.Path;
import dev.segue.pages.html.SongMap.Point;
import dev.segue.pages.map.SongPlane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The page with the map of songs.
 *
 * @param facts what it is made of
 * @param catalogue of the model
 * @param songs what lies on it
 * @param places where each song lies
 * @param colour what songs of one colour have in common
 * @param playlists what can be followed
 */
record MapPage(
    List<Fact> facts,
    Catalogue catalogue,
    ShownSongs songs,
    List<SongPlane.Place> places,
    Colour colour,
    List<List<Song>> playlists) {

  /** As many colours as can be told apart. */
  private static final int GROUPS = 5;

  /** Longer paths cover the map. */
  private static final int MAX_PATH = 100;

  Page page() {
    String few =
        songs.songs().size() < catalogue.size()
            ? String.format(
                Locale.ROOT,
                "the %,d of %,d songs that are most likely at the start of a session",
                songs.songs().size(),
                catalogue.size())
            : String.format(Locale.ROOT, "%,d songs", catalogue.size());
    return new Page(
        "A map of songs",
        "Here are " + few + ", as the model has learnt them from playlists.",
        facts,
        List.of(
            new Section(
                "The map",
                "Songs that lie together are played in the same company; how far apart groups are,"
                    + " and which direction is up, means little. "
                    + (groups().isEmpty()
                        ? ""
                        : "The most frequent %ss have colours. ".formatted(colour))
                    + "Drag the map to move it; Ctrl and the wheel zoom.",
                List.of(map()))));
  }

  private SongMap map() {
    List<String> groups = groups();
    List<String> names = songs.names();
    List<Point> points =
        IntStream.range(0, names.size())
            .mapToObj(
                place ->
                    new Point(
                        names.get(place),
                        places.get(place).across(),
                        places.get(place).up(),
                        group(songs.songs().get(place), groups)))
            .toList();
    List<String> shown = colour == Colour.TAG ? groups : groups.stream().map(this::artist).toList();
    return new SongMap("Map of songs", points, shown, paths(), songs.table());
  }

  /** The most frequent groups, the largest first. */
  private List<String> groups() {
    Map<String, Long> sizes =
        songs.songs().stream().flatMap(this::groups).collect(groupingBy(each -> each, counting()));
    return sizes.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(GROUPS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The groups that a song may be shown in. */
  private Stream<String> groups(Song song) {
    return colour == Colour.TAG
        ? song.tags().stream().distinct()
        : Stream.of(catalogue.leadArtist(song)).filter(artist -> !artist.isEmpty());
  }

  /** Of several groups the smallest, which says most. */
  private OptionalInt group(Song song, List<String> shown) {
    return groups(song).mapToInt(shown::indexOf).filter(place -> place >= 0).max();
  }

  /** An artist as the songs have it, where lead artists are in lower case. */
  private String artist(String lead) {
    return songs.songs().stream()
        .map(Song::artist)
        .filter(artist -> artist.equalsIgnoreCase(lead))
        .findFirst()
        .orElse(lead);
  }

  private List<Path> paths() {
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < songs.songs().size(); place++) {
      places.put(songs.songs().get(place).id(), place);
    }
    List<Path> paths = new ArrayList<>();
    for (List<Song> playlist : playlists) {
      List<Integer> path =
          playlist.stream()
              .map(song -> places.get(song.id()))
              .filter(place -> place != null)
              .limit(MAX_PATH)
              .toList();
      if (path.size() > 1) {
        paths.add(
            new Path(
                "%d: %s, ...".formatted(paths.size() + 1, songs.names().get(path.get(0))), path));
      }
    }
    return paths;
  }
}
