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
  private final double[] scores;

  private final SongHeap songs;

  /**
   * Puts songs in order.
   *
   * @param scores of all songs; changed by nobody
   */
  private Selection(Catalogue catalogue, double[] scores) {
    this.catalogue = catalogue;
    this.scores = scores;
    this.songs = SongHeap.ofAll(scores.length, this::before);
  }

  /** By score and boost, best first; of equal ones the smaller index first. */
  static Selection best(ListeningSession session, RecommendationRules rules) {
    return new Selection(session.recommender().catalogue(), boosted(session, rules));
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
    return new Selection(session.recommender().catalogue(), scores);
  }

  private static double[] boosted(ListeningSession session, RecommendationRules rules) {
    Catalogue catalogue = session.recommender().catalogue();
    Scores scores = session.scores();
    return IntStream.range(0, scores.size())
        .mapToDouble(song -> scores.number(song) + rules.boostOf(() -> catalogue.song(song)))
        .toArray();
  }

  /** The next song that passes. */
  Optional<Recommendation> next(RecommendationRules.Check check) {
    while (songs.size() > 0) {
      int song = songs.removeFirst();
      if (check.join(catalogue.song(song))) {
        return Optional.of(new Recommendation(catalogue.song(song), scores[song]));
      }
    }
    return Optional.empty();
  }

  private boolean before(int one, int other) {
    return scores[one] != scores[other] ? scores[one] > scores[other] : one < other;
  }
}
