package dev.segue.commandline;

import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.pages.html.Table;
import dev.segue.pages.html.Table.Cell;
import dev.segue.pages.html.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The beginning of a playlist, and how systems go on. One thread at a time. */
final class ContinuationExample {

  private static final int HEARD = 4;
  private static final int PLAYED = 5;

  private final List<Song> heard;
  private final Song next;
  private final List<Row> rows = new ArrayList<>();

  private ContinuationExample(List<Song> songs) {
    this.heard = songs.subList(0, HEARD);
    this.next = songs.get(HEARD);
  }

  /** The beginnings of some playlists, spread over all of them. */
  static List<ContinuationExample> of(PlaylistDataset dataset, int count) {
    return SpreadPlaylists.of(dataset, HEARD + 1, count).stream()
        .map(ContinuationExample::new)
        .toList();
  }

  /** Adds how a system goes on. */
  void add(String system, SequenceRecommender recommender) {
    rows.add(row(system, heard, recommender));
  }

  /** How a recommender goes on after some songs. */
  static Row row(String name, List<Song> heard, SequenceRecommender recommender) {
    ListeningSession session = recommender.newSession();
    heard.forEach(song -> session.play(song, ListeningSession.UnknownSong.IGNORE));
    return new Row(
        name,
        session.continuation(PLAYED, RecommendationRules.none().noRepeats()).stream()
            .map(each -> Cell.prose(SongName.of(each)))
            .toList());
  }

  Table table() {
    String songs = heard.stream().map(SongName::of).collect(Collectors.joining("; "));
    return new Table(
        "After %s (and then came: %s)".formatted(songs, SongName.of(next)), heads("system"), rows);
  }

  /** The heads of a table of such rows. */
  static List<String> heads(String first) {
    return Stream.concat(
            Stream.of(first), IntStream.rangeClosed(1, PLAYED).mapToObj(Integer::toString))
        .toList();
  }
}
