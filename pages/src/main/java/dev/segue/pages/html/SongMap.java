package dev.segue.pages.html;

import java.util.List;
import java.util.OptionalInt;

/**
 * A map of songs, each a point, in which one finds songs by typing and follows playlists; some
 * songs as a table too. Immutable.
 *
 * @param title what it shows
 * @param points the songs, those first that most people look for
 * @param groups the names of the groups that have colours; five at most differ
 * @param paths playlists to follow
 * @param table what is shown where there is no script
 */
public record SongMap(
    String title, List<Point> points, List<String> groups, List<Path> paths, Table table)
    implements Part {

  /** Finer than a screen shows. */
  private static final double PARTS = 1000;

  /**
   * A song.
   *
   * @param name of the song
   * @param across where it is from left to right
   * @param up where it is from bottom to top
   * @param group the place of its group; empty if it has none, and is grey
   */
  public record Point(String name, double across, double up, OptionalInt group) {}

  /**
   * A playlist.
   *
   * @param name what it is called
   * @param points the places of its songs among the points, in order
   */
  public record Path(String name, List<Integer> points) {}

  /** What the script reads, in columns: a group is its place, or -1. */
  private record Drawn(
      List<String> songs,
      List<Double> across,
      List<Double> up,
      List<Integer> group,
      List<String> groups,
      List<Path> paths) {}

  String json() {
    return Json.inScript(
        new Drawn(
            points.stream().map(Point::name).toList(),
            points.stream().map(point -> rounded(point.across)).toList(),
            points.stream().map(point -> rounded(point.up)).toList(),
            points.stream().map(point -> point.group.orElse(-1)).toList(),
            groups,
            paths));
  }

  private static double rounded(double value) {
    return Math.rint(value * PARTS) / PARTS;
  }

  @Override
  public String html() {
    return Templates.fill("song-map", this);
  }
}
