package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.DatasetSplit;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.Blend;
import dev.segue.baselines.Item2Vec;
import dev.segue.baselines.LagMixture;
import dev.segue.baselines.LatentMarkovEmbedding;
import dev.segue.baselines.MarkovChain;
import dev.segue.baselines.RecentPlays;
import dev.segue.baselines.SessionKnn;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.samples.StandardOutput;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of the baselines in the javadoc. */
class BaselineExamplesTest {

  private static final PlaylistDataset PLAYLISTS = Jazz.playlists();
  private static final DatasetSplit SPLIT =
      SyntheticStation.of(60, 400, 42).split(0.6, 0.2, 0.2, 42);

  @RegisterExtension final StandardOutput out = new StandardOutput();

  private final PlaylistDataset playlists = PLAYLISTS;
  private final DatasetSplit split = SPLIT;

  @Test
  void baseline() {
    // @start region="baseline"
    SequenceRecommender chain = MarkovChain.trainer().train(playlists);
    System.out.println(chain.recommend(List.of("Blue in Green"), 1).get(0).song());
    // @end

    assertThat(out.lines()).containsExactly("All Blues - Miles Davis");
  }

  @Test
  void sessionKnn() {
    // @start region="sessionKnn"
    SessionKnn neighbours =
        SessionKnn.builder(SessionKnn.Weighting.V_SKNN).leaveOutLast(1).build().train(playlists);
    System.out.println(neighbours.recommend(List.of("So What", "Blue in Green"), 1).get(0).song());
    // @end

    // Not Blue in Green, the last song heard; So What is in the most similar playlists, though.
    assertThat(out.lines()).containsExactly("So What - Miles Davis");
  }

  @Test
  void recentPlays() {
    // @start region="recentPlays"
    RecentPlays rotation = RecentPlays.builder().leaveOutLast(2).build().train(playlists);
    ListenerMemory station = ListenerMemory.of(playlists.catalogue());
    ListeningSession session = rotation.newSession(station);
    session.play("All Blues", Instant.parse("2026-11-26T20:00:00Z"));
    session.play("So What", Instant.parse("2026-11-28T20:00:00Z"));
    session.play("Blue in Green", Instant.parse("2026-11-28T20:09:00Z"));

    Instant now = Instant.parse("2026-11-28T20:15:00Z");
    System.out.println(session.at(now).recommend(1).get(0).song());
    // @end

    assertThat(out.lines()).containsExactly("All Blues - Miles Davis");
  }

  @Test
  void item2Vec() {
    // @start region="item2Vec"
    Item2Vec item2Vec =
        Item2Vec.builder()
            .dimensions(16)
            .window(5)
            .epochs(10)
            .build()
            .train(split.training(), split.validation());
    // @end

    assertThat(accuracyAt10(item2Vec)).as("better than chance").isGreaterThan(10 / 60.0);
  }

  @Test
  void latentMarkovEmbedding() {
    // @start region="latentMarkovEmbedding"
    LatentMarkovEmbedding embedding =
        LatentMarkovEmbedding.builder()
            .dualPoint(true)
            .dimensions(8)
            .epochs(5)
            .build()
            .train(split.training(), split.validation());
    // @end

    assertThat(accuracyAt10(embedding)).as("better than chance").isGreaterThan(10 / 60.0);
  }

  @Test
  void blend() {
    // @start region="blend"
    SequenceRecommender lags = LagMixture.trainer().train(split.training(), split.validation());
    SequenceRecommender neighbours =
        SessionKnn.builder(SessionKnn.Weighting.STAN)
            .leaveOutLast(1)
            .build()
            .train(split.training());

    Blend blend = Blend.logLinear(lags, neighbours).fit(split.validation());
    System.out.println(blend); // log-linear blend of, and the weight of each part
    // @end

    assertThat(out.text()).startsWith("log-linear blend of ");
    assertThat(logLikelihood(blend)).isGreaterThan(logLikelihood(lags));
  }

  private static double accuracyAt10(SequenceRecommender recommender) {
    return Evaluator.of(Metric.accuracyAt(10))
        .evaluate(recommender, SPLIT.test())
        .value("accuracy@10");
  }

  private static double logLikelihood(SequenceRecommender recommender) {
    return Evaluator.of(Metric.logLikelihood())
        .evaluate(recommender, SPLIT.test())
        .value("log_likelihood");
  }
}
