package dev.segue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a probable continuation that ends with a given song, by beam search: of the paths of each
 * length it extends the most probable only. Before the end, it tries all paths that could still be
 * the best.
 */
final class PathSearch {

  static final int WIDTH = 16;

  /** Songs to play after a session, and the session that has heard them. */
  private static final class Path {

    final ListeningSession session;
    final Listing listing;
    final List<Recommendation> songs;
    final double logProbability;
    private final Scores scores;

    /** What makes a score a log-probability. */
    private final double normaliser;

    Path(
        ListeningSession session,
        Listing listing,
        List<Recommendation> songs,
        double logProbability) {
      this.session = session;
      this.listing = listing;
      this.songs = songs;
      this.logProbability = logProbability;
      this.scores = session.scores();
      int best = scores.best(1).findFirst().orElseThrow();
      this.normaliser = scores.logProbability(best) - scores.get(best);
    }

    /** The most probable songs that may come next; rules give way for one only if for all. */
    List<Step> next(int most, Song end) {
      Catalogue catalogue = session.recommender().catalogue();
      Selection selection = Selection.best(catalogue, scores, RecommendationRules.none());
      List<Step> steps = new ArrayList<>();
      while (steps.size() < most) {
        Optional<Recommendation> next = selection.next(listing);
        if (next.isEmpty() || !(steps.isEmpty() || next.get().gaveWay().isEmpty())) {
          break;
        }
        if (!next.get().song().equals(end) && !listing.contains(next.get().song())) {
          steps.add(step(next.get()));
        }
      }
      return steps;
    }

    private Step step(Recommendation next) {
      return new Step(
          this,
          new Recommendation(next.song(), Math.min(0, next.score() + normaliser), next.gaveWay()));
    }

    Step to(int song) {
      Song last = session.recommender().catalogue().song(song);
      return step(new Recommendation(last, scores.get(song)));
    }
  }

  /** A song after a path. */
  private record Step(Path path, Recommendation next) {

    double logProbability() {
      return path.logProbability + next.score();
    }

    List<Recommendation> songs() {
      return Stream.concat(path.songs.stream(), Stream.of(next)).toList();
    }

    Path play() {
      ListeningSession session = path.session.copy();
      Listing listing = path.listing.copy(session);
      listing.add(next.song());
      session.play(next.song());
      listing.beginAgain();
      return new Path(session, listing, songs(), logProbability());
    }
  }

  private final Catalogue catalogue;
  private final int end;
  private final int width;

  private PathSearch(Catalogue catalogue, int end, int width) {
    this.catalogue = catalogue;
    this.end = end;
    this.width = width;
  }

  /**
   * Searches.
   *
   * @param steps the number of songs, the end included
   * @param width how many paths of each length are extended, and by how many songs each
   * @return the songs with their log-probabilities; none if the rules allow no path
   */
  static List<Recommendation> of(
      ListeningSession session, String songId, int steps, RecommendationRules rules, int width) {
    Selection.checkProbabilistic(session);
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be > 0, was " + steps);
    }
    Catalogue catalogue = session.recommender().catalogue();
    int end = catalogue.playlist(List.of(songId)).song(0);
    Path start = new Path(session, new Listing(session, rules, steps), List.of(), 0);
    return new PathSearch(catalogue, end, width).search(start, steps);
  }

  private List<Recommendation> search(Path start, int steps) {
    if (steps == 1) {
      return start.to(end).songs();
    }
    List<Path> paths = List.of(start);
    for (int step = 1; step < steps - 1; step++) {
      paths = longer(paths).limit(width).map(Step::play).toList();
    }
    return best(longer(paths).toList());
  }

  /** All paths that are longer by a song, the most probable first. */
  private Stream<Step> longer(List<Path> paths) {
    return paths.stream()
        .flatMap(path -> path.next(width, catalogue.song(end)).stream())
        .sorted(Comparator.comparingDouble(Step::logProbability).reversed());
  }

  /** The path that is the most probable with the end. */
  private List<Recommendation> best(List<Step> mostProbableFirst) {
    double best = Double.NEGATIVE_INFINITY;
    List<Recommendation> songs = List.of();
    for (Step step : mostProbableFirst) {
      if (!songs.isEmpty() && step.logProbability() <= best) {
        break; // the end can only make it less probable
      }
      Step last = step.play().to(end);
      if (songs.isEmpty() || last.logProbability() > best) {
        best = last.logProbability();
        songs = last.songs();
      }
    }
    return songs;
  }
}
