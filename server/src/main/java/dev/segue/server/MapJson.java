package dev.segue.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import dev.segue.pages.map.SongPlane;
import dev.segue.pages.map.SongPlane.Place;
import dev.segue.pages.map.SongVectors;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Where the songs of a model lie.
 *
 * @param fingerprint of the model
 * @param songs those that are most likely at the start of a session, most likely first
 */
record MapJson(String fingerprint, List<PlacedJson> songs) {

  /** Finer than a screen shows, and shorter than all digits. */
  private static final double PARTS = 10_000;

  /**
   * The share at each edge that does not count: few songs far away would leave the others no room.
   */
  private static final double ALONE = 0.005;

  /**
   * A song and its place; what is not known of it is left out.
   *
   * @param x from left to right, from -1 to 1
   * @param y from bottom to top, from -1 to 1
   */
  record PlacedJson(
      String id,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String title,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String artist,
      double x,
      double y) {}

  /** Lays the songs out, which takes seconds; ends when the thread is interrupted. */
  static MapJson of(LstmRecommender recommender) {
    SongVectors vectors = SongVectors.of(recommender);
    List<Place> places = SongPlane.layOut(vectors.directions());
    Range across = Range.of(places, Place::across);
    Range up = Range.of(places, Place::up);
    return new MapJson(
        recommender.fingerprint(),
        IntStream.range(0, places.size())
            .mapToObj(
                i ->
                    placed(
                        vectors.songs().get(i),
                        across.within(places.get(i).across()),
                        up.within(places.get(i).up())))
            .toList());
  }

  private static PlacedJson placed(Song song, double x, double y) {
    return new PlacedJson(song.id(), song.title(), song.artist(), x, y);
  }

  /** From where to where places lie in one direction, but for a few that lie alone. */
  private record Range(double least, double most) {

    static Range of(List<Place> places, ToDoubleFunction<Place> direction) {
      double[] sorted = places.stream().mapToDouble(direction).sorted().toArray();
      int alone = (int) (ALONE * sorted.length);
      return new Range(sorted[alone], sorted[sorted.length - 1 - alone]);
    }

    /** From -1 to 1; those that lie beyond are at the edge. */
    double within(double place) {
      double within = most == least ? 0 : 2 * (place - least) / (most - least) - 1;
      return Math.rint(Math.max(-1, Math.min(1, within)) * PARTS) / PARTS;
    }
  }
}
