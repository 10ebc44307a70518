package dev.segue.commandline;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.segue.Catalogue;
import dev.segue.Song;
import dev.segue.quotation.Quotation;
import dev.segue.server.search.SongSearch;
import dev.segue.server.search.SongWords;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The songs of a catalogue by what people call them: the id, {@code Title - Artist} as songs are
 * printed, or a title that no other song has; case and white space do not matter. One thread at a
 * time.
 */
final class NamedSongs {

  /** What a song may be called, in the order in which names are tried. */
  private enum Naming {
    TITLE_AND_ARTIST,
    TITLE,
    ID;

    String of(Song song) {
      return switch (this) {
        case TITLE_AND_ARTIST -> song.toString();
        case TITLE -> song.title();
        case ID -> song.id();
      };
    }
  }

  private static final int SUGGESTIONS = 3;
  private static final int SHOWN = 10;

  private final Catalogue catalogue;

  /** Made when a text is no id. */
  private final Map<Naming, Map<String, List<Song>>> byName = new EnumMap<>(Naming.class);

  NamedSongs(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Returns the songs that texts name, each one song or a list of ids between commas.
   *
   * @throws IllegalArgumentException if some text names no song, or several; the message has them
   *     all, with the songs that may be meant
   */
  List<Song> of(List<String> texts) {
    List<Song> songs = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String text : texts) {
      List<Song> named = named(text);
      if (named.size() == 1) {
        songs.add(named.get(0));
      } else if (named.size() > 1) {
        problems.add(several(text, named));
      } else {
        list(text).ifPresentOrElse(songs::addAll, () -> problems.add(none(text)));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return songs;
  }

  /**
   * Returns the song that a text names.
   *
   * @throws IllegalArgumentException if it names none, or several
   */
  Song one(String text) {
    List<Song> songs = of(List.of(text));
    if (songs.size() > 1) {
      throw new IllegalArgumentException(
          "%s must be one song, but is a list of %d"
              .formatted(Quotation.quote(text), songs.size()));
    }
    return songs.get(0);
  }

  /** The songs of one name, of which there may be none or several. */
  List<Song> named(String text) {
    Optional<Song> byId = byId(text);
    if (byId.isPresent()) {
      return List.of(byId.get());
    }
    String plain = SongWords.plain(text);
    for (Naming naming : Naming.values()) {
      List<Song> songs = byName.computeIfAbsent(naming, this::by).get(plain);
      if (songs != null) {
        List<Song> exactly = songs.stream().filter(song -> SongName.of(song).equals(text)).toList();
        return exactly.size() == 1 ? exactly : songs;
      }
    }
    return List.of();
  }

  private Optional<Song> byId(String id) {
    return catalogue.index(id).stream().mapToObj(catalogue::song).findFirst();
  }

  private Map<String, List<Song>> by(Naming naming) {
    return catalogue.songs().stream()
        .filter(song -> !naming.of(song).isEmpty())
        .collect(groupingBy(song -> SongWords.plain(naming.of(song))));
  }

  /** A list of ids, as it was typed before songs could be named one by one. */
  private Optional<List<Song>> list(String text) {
    List<Optional<Song>> parts = parts(text).stream().map(this::byId).toList();
    return parts.stream().allMatch(Optional::isPresent)
        ? Optional.of(parts.stream().flatMap(Optional::stream).toList())
        : Optional.empty();
  }

  private static List<String> parts(String text) {
    return List.of(text.split(",", -1));
  }

  private static String several(String text, List<Song> songs) {
    return "%s is %d songs: say which, by id: %s%s"
        .formatted(
            Quotation.quote(text),
            songs.size(),
            songs.stream()
                .limit(SHOWN)
                .map(SongName::idOrName)
                .map(Quotation::shorten)
                .collect(joining(", ")),
            songs.size() > SHOWN ? ", ..." : "");
  }

  private String none(String text) {
    List<String> unknown = parts(text).stream().filter(part -> byId(part).isEmpty()).toList();
    String among =
        unknown.size() < parts(text).size()
            ? ", nor a list of ids, for these are none: "
                + Quotation.shorten(String.join(", ", unknown))
            : "";
    return "%s is no song of the model%s%s"
        .formatted(Quotation.quote(text), among, suggestions(text));
  }

  private String suggestions(String text) {
    String names =
        new SongSearch(catalogue)
            .best(text, SUGGESTIONS).stream()
                .map(match -> Quotation.quote(SongName.of(match.song())))
                .collect(joining(", "));
    return names.isEmpty() ? "" : " (did you mean " + names + "?)";
  }
}
