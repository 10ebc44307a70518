package dev.segue.commandline;

import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.Scores;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import dev.segue.pages.html.SimilarSongs;
import dev.segue.pages.html.Table;
import dev.segue.pages.html.Table.Cell;
import dev.segue.pages.html.Table.Row;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The songs of a recommender that are most likely at the start of a session, most likely first, and
 * the direction of the vector of each. Immutable.
 */
final class SongVectors {

  /** What a page can hold. */
  private static final int MAX_SONGS = 10_000;

  private static final int SIMILAR = 10;
  private static final int ROWS = 20;
  private static final int CELLS = 5;

  private final List<Song> songs;

  /** {@code [songs][size]}: vectors of length 1, or 0. */
  private final float[][] directions;

  private SongVectors(List<Song> songs, float[][] directions) {
    this.songs = songs;
    this.directions = directions;
  }

  static SongVectors of(LstmRecommender recommender) {
    ListeningSession session = recommender.newSession();
    List<Song> songs =
        session.recommend(Math.min(MAX_SONGS, recommender.catalogue().size())).stream()
            .map(Recommendation::song)
            .toList();
    return new SongVectors(
        songs,
        songs.stream()
            .map(song -> direction(recommender.vector(song.id())))
            .toArray(float[][]::new));
  }

  private static float[] direction(float[] vector) {
    double length = Math.sqrt(product(vector, vector));
    float[] direction = new float[vector.length];
    if (length > 0) {
      for (int i = 0; i < vector.length; i++) {
        direction[i] = (float) (vector[i] / length);
      }
    }
    return direction;
  }

  private static double product(float[] one, float[] other) {
    float product = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
    }
    return product;
  }

  /** The songs: 10,000 at most. */
  List<Song> songs() {
    return songs;
  }

  /** {@code [songs][size]}: the vector of each divided by its length. */
  float[][] directions() {
    return directions;
  }

  /** The names of the songs. */
  List<String> names() {
    return songs.stream().map(SongName::of).toList();
  }

  /** What finds the songs most similar to each. */
  SimilarSongs similar() {
    List<List<Integer>> similar =
        IntStream.range(0, songs.size())
            .parallel()
            .mapToObj(song -> similar(song, SIMILAR))
            .toList();
    return new SimilarSongs(names(), similar, table());
  }

  /** The songs most similar to one, the most similar first. */
  private List<Integer> similar(int song, int count) {
    float[] similarities = new float[songs.size()];
    for (int other = 0; other < similarities.length; other++) {
      similarities[other] = (float) product(directions[song], directions[other]);
    }
    similarities[song] = Float.NEGATIVE_INFINITY;
    return Scores.of(similarities)
        .best(count)
        .filter(other -> other != song) // of fewer songs than that
        .boxed()
        .toList();
  }

  /** The first songs, each with those most similar to it. */
  Table table() {
    return new Table(
        "The %d songs most likely at the start, and those most similar to each"
            .formatted(Math.min(ROWS, songs.size())),
        Stream.concat(
                Stream.of("song"), IntStream.rangeClosed(1, CELLS).mapToObj(Integer::toString))
            .toList(),
        IntStream.range(0, Math.min(ROWS, songs.size()))
            .mapToObj(song -> new Row(SongName.of(songs.get(song)), cells(song)))
            .toList());
  }

  private List<Cell> cells(int song) {
    return similar(song, CELLS).stream()
        .map(other -> Cell.prose(SongName.of(songs.get(other))))
        .toList();
  }
}
