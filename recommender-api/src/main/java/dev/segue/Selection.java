package dev.segue;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Picks songs by falling score until enough of them have passed the rules: all scores are put into
 * a heap once, and only the songs that are looked at are taken out of it. One thread at a time.
 */
final class Selection {

  private final Catalogue catalogue;

  /** {@code [songs]}: before songs that are alike are kept apart. */
  private final double[] scores;

  /** {@code [songs]}: what songs are sorted by. Falls as the list grows. */
  private final double[] keys;

  /** What a loss counts in scores. */
  private final double scale;

  private final SongHeap songs;

  /**
   * Puts songs in order.
   *
   * @param scores of all songs; changed by nobody
   * @param scale what a loss of one counts in scores
   */
  private Selection(Catalogue catalogue, double[] scores, double scale) {
    this.catalogue = catalogue;
    this.scores = scores;
    this.keys = scores.clone();
    this.scale = scale;
    this.songs = SongHeap.ofAll(scores.length, this::before);
  }

  /** By score and boost, best first; of equal ones the smaller index first. */
  static Selection best(ListeningSession session, RecommendationRules rules) {
    return new Selection(session.recommender().catalogue(), boosted(session, rules), 1);
  }

  /**
   * By chance: the best of the scores with Gumbel noise is a draw from their softmax, and so is the
   * best of those that the rules leave (Maddison, Tarlow and Minka, "A* Sampling", NIPS 2014, <a
   * href="https://arxiv.org/abs/1411.0030">arXiv:1411.0030</a>).
   *
   * @param temperature what scores are divided by
   * @param random where the noise comes from
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
   * The next song that passes. A key that was set when fewer songs were listed can only be too
   * high, so the first song whose key has not fallen since is the best of all.
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
