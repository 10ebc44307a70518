package dev.segue.commandline;

import dev.segue.Song;
import dev.segue.pages.html.SimilarSongs;
import dev.segue.pages.html.Table;
import dev.segue.pages.html.Table.Cell;
import dev.segue.pages.html.Table.Row;
import dev.segue.pages.map.SongVectors;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What pages show of the songs of a recommender and of those similar to each. Immutable.
 *
 * @param vectors of the songs
 */
record ShownSongs(SongVectors vectors) {

  private static final int SIMILAR = 10;
  private static final int ROWS = 20;
  private static final int CELLS = 5;

  /** The songs, most likely first. */
  List<Song> songs() {
    return vectors.songs();
  }

  /** The names of the songs. */
  List<String> names() {
    return songs().stream().map(SongName::of).toList();
  }

  /** What finds the songs most similar to each. */
  SimilarSongs similar() {
    List<List<Integer>> similar =
        IntStream.range(0, songs().size())
            .parallel()
            .mapToObj(song -> vectors.similar(song, SIMILAR))
            .toList();
    return new SimilarSongs(names(), similar, table());
  }

  /** The first songs, each with those most similar to it. */
  Table table() {
    return new Table(
        "The %d songs most likely at the start, and those most similar to each"
            .formatted(Math.min(ROWS, songs().size())),
        Stream.concat(
                Stream.of("song"), IntStream.rangeClosed(1, CELLS).mapToObj(Integer::toString))
            .toList(),
        IntStream.range(0, Math.min(ROWS, songs().size()))
            .mapToObj(song -> new Row(SongName.of(songs().get(song)), cells(song)))
            .toList());
  }

  private List<Cell> cells(int song) {
    return vectors.similar(song, CELLS).stream()
        .map(other -> Cell.prose(SongName.of(songs().get(other))))
        .toList();
  }
}
