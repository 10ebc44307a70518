package dev.segue;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Picks songs in order of falling score until enough have passed the rules. Builds a heap of all
 * scores once, and removes only the songs it looks at. One thread at a time.
 */
final class Selection {

  private final Catalogue catalogue;

  /** {@code [songs]}: the scores without the loss to diversity. */
  private final double[] scores;

  /** {@code [songs]}: what the heap is ordered by. Falls as the list grows. */
  private final double[] keys;

  /** The factor from a loss to a score. */
  private final double scale;

  private final SongHeap songs;

  /**
   * Orders all songs.
   *
   * @param scores of all songs; not copied, must not change
   * @param scale the factor from a loss to a score
   */
  private Selection(Catalogue catalogue, double[] scores, double scale) {
    this.catalogue = catalogue;
    this.scores = scores;
    this.keys = scores.clone();
    this.scale = scale;
    this.songs = SongHeap.ofAll(scores.length, this::before);
  }

  /** Selects by score and boost, best first; ties by the smaller index. */
  static Selection best(ListeningSession session, RecommendationRules rules) {
    return new Selection(session.recommender().catalogue(), boosted(session, rules), 1);
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
    double[] scores = boosted(session, rules);
    for (int song = 0; song < scores.length; song++) {
      scores[song] = scores[song] / temperature - Math.log(-Math.log(1 - random.nextDouble()));
    }
    return new Selection(session.recommender().catalogue(), scores, 1 / temperature);
  }

  private static double[] boosted(ListeningSession session, RecommendationRules rules) {
    Catalogue catalogue = session.recommender().catalogue();
    Scores scores = session.scores();
    return IntStream.range(0, scores.size())
        .mapToDouble(song -> scores.number(song) + rules.boostOf(() -> catalogue.song(song)))
        .toArray();
  }

  /**
   * Removes and returns the next song that the rules allow. A key from when the list was shorter
   * can only be too high, so the first song whose key has not fallen since is the best of all.
   */
  Optional<Recommendation> next(RecommendationRules.Check check) {
    while (songs.size() > 0) {
      int song = songs.first();
      double key = scores[song] - scale * check.loss(catalogue.song(song));
      if (key < keys[song]) {
        keys[song] = key;
        songs.replaceFirst(song);
      } else if (check.join(catalogue.song(songs.removeFirst()))) {
        return Optional.of(new Recommendation(catalogue.song(song), key));
      }
    }
    return Optional.empty();
  }

  private boolean before(int one, int other) {
    return keys[one] != keys[other] ? keys[one] > keys[other] : one < other;
  }
}
