package dev.segue;

import dev.segue.quotation.Quotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Picks songs in order of falling score until enough have passed the rules. Builds a heap of all
 * scores once, and removes only the songs it looks at. One thread at a time.
 */
final class Selection {

  private final Catalogue catalogue;

  /** {@code [songs]}: the scores that are told, without the loss to diversity. */
  private final double[] scores;

  /** {@code [songs]}: the scores that songs are ordered by, without the loss to diversity. */
  private final double[] order;

  /** {@code [songs]}: what the heap is ordered by. Falls as the list grows. */
  private final double[] keys;

  /** The factor from a loss to what songs are ordered by. */
  private final double scale;

  private final SongHeap songs;

  /** Songs that the rules did not allow, in order; one may be allowed when rules give way. */
  private final int[] refused;

  private int refusals;

  /**
   * Orders all songs.
   *
   * @param scores of all songs; not copied, must not change
   * @param order what songs are ordered by; not copied, must not change
   * @param scale the factor from a loss to what songs are ordered by
   */
  private Selection(Catalogue catalogue, double[] scores, double[] order, double scale) {
    this.catalogue = catalogue;
    this.scores = scores;
    this.order = order;
    this.keys = order.clone();
    this.scale = scale;
    this.songs = SongHeap.ofAll(scores.length, this::before);
    this.refused = new int[scores.length];
  }

  /** Selects by score and boost, best first; ties by the smaller index. */
  static Selection best(ListeningSession session, RecommendationRules rules) {
    return best(session.recommender().catalogue(), session.scores(), rules);
  }

  static Selection best(Catalogue catalogue, Scores scores, RecommendationRules rules) {
    double[] boosted = boosted(catalogue, scores, rules);
    return new Selection(catalogue, boosted, boosted, 1);
  }

  /**
   * Samples: the best of the scores with Gumbel noise is a draw from their softmax, and so is the
   * best of those that the rules allow (Maddison, Tarlow and Minka, "A* Sampling", NIPS 2014, <a
   * href="https://arxiv.org/abs/1411.0030">arXiv:1411.0030</a>).
   *
   * @param temperature divides the scores
   * @param random the source of the noise
   */
  static Selection drawn(
      ListeningSession session, RecommendationRules rules, double temperature, Random random) {
    Catalogue catalogue = session.recommender().catalogue();
    double[] scores = boosted(catalogue, session.scores(), rules);
    double[] order = new double[scores.length];
    for (int song = 0; song < scores.length; song++) {
      order[song] = scores[song] / temperature - Math.log(-Math.log(1 - random.nextDouble()));
    }
    return new Selection(catalogue, scores, order, 1 / temperature);
  }

  private static double[] boosted(Catalogue catalogue, Scores scores, RecommendationRules rules) {
    return IntStream.range(0, scores.size())
        .mapToDouble(song -> scores.number(song) + boost(rules, catalogue, song))
        .toArray();
  }

  private static double boost(RecommendationRules rules, Catalogue catalogue, int index) {
    double sum = 0;
    for (ToDoubleFunction<Song> boost : rules.boosts()) {
      Song song = catalogue.song(index);
      double more = boost.applyAsDouble(song);
      if (!Double.isFinite(more)) {
        throw new IllegalArgumentException(
            "boost of song %s must be finite, was %s".formatted(Quotation.quote(song.id()), more));
      }
      sum += more;
    }
    return sum;
  }

  /** Throws what a draw throws if the recommender or the temperature does not suit. */
  static void checkDrawn(ListeningSession session, double temperature) {
    checkProbabilistic(session);
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature must be > 0 and finite, was " + temperature);
    }
  }

  /** Throws if the recommender defines no probabilities. */
  static void checkProbabilistic(ListeningSession session) {
    if (!session.recommender().probabilistic()) {
      throw new UnsupportedOperationException(
          session.recommender() + " ranks songs but defines no probabilities");
    }
  }

  /** Throws if a number of songs is less than 0. */
  static void checkCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be >= 0, was " + count);
    }
  }

  /** Lists the best songs of a session. */
  static List<Recommendation> list(ListeningSession session, int count, RecommendationRules rules) {
    checkCount(count);
    if (!rules.rerank()) {
      boolean anySong = rules.rules().isEmpty() && !session.history().hasBans();
      // A few more songs than asked for nearly always include enough that pass.
      int most = anySong ? count : (int) Math.min(2L * count + 8, Integer.MAX_VALUE);
      List<Recommendation> best = session.best(most);
      List<Recommendation> passed = passed(best, new Listing(session, rules, count), count);
      boolean all = best.size() == session.recommender().catalogue().size();
      if (passed.size() == count || (all && rules.relaxing().isEmpty())) {
        return passed;
      }
    }
    return best(session, rules).list(new Listing(session, rules, count), count);
  }

  private static List<Recommendation> passed(
      List<Recommendation> best, Listing listing, int count) {
    List<Recommendation> passed = new ArrayList<>();
    for (Recommendation each : best) {
      if (passed.size() < count && listing.allows(each.song())) {
        listing.add(each.song());
        passed.add(each);
      }
    }
    return List.copyOf(passed);
  }

  /** Lists songs until there are enough, or the rules allow no more. */
  List<Recommendation> list(Listing listing, int count) {
    return Stream.generate(() -> next(listing))
        .limit(count)
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .peek(each -> listing.add(each.song()))
        .toList();
  }

  /**
   * Removes and returns the next song that the rules allow; rules give way if there is none. A key
   * from when the list was shorter can only be too high, so the first song whose key has not fallen
   * since is the best of all.
   */
  Optional<Recommendation> next(Listing listing) {
    do {
      while (songs.size() > 0) {
        int song = songs.first();
        double loss = listing.loss(catalogue.song(song));
        double key = order[song] - scale * loss;
        if (key < keys[song]) {
          keys[song] = key;
          songs.replaceFirst(song);
        } else if (listing.allows(catalogue.song(songs.removeFirst()))) {
          return Optional.of(recommendation(song, loss, listing));
        } else {
          refused[refusals++] = song;
        }
      }
    } while (relax(listing));
    return Optional.empty();
  }

  private Recommendation recommendation(int index, double loss, Listing listing) {
    Song song = catalogue.song(index);
    return new Recommendation(song, scores[index] - loss, listing.gaveWay(song));
  }

  private boolean relax(Listing listing) {
    if (!listing.relax()) {
      return false;
    }
    for (int each = 0; each < refusals; each++) {
      songs.add(refused[each]);
    }
    refusals = 0;
    return true;
  }

  private boolean before(int one, int other) {
    return keys[one] != keys[other] ? keys[one] > keys[other] : one < other;
  }
}
