package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.lstm.LstmRecommender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What it is worth to learn from the skips of listeners whose law is known: more than to ignore
 * them, or to take them for plays.
 */
@Tag("slow")
@Tag("once")
class SkipQualityTest {

  private static final SyntheticStation STATION = SyntheticStation.of(100, 4000, 42).withSkips();
  private static final DatasetSplit SPLIT = STATION.split(0.8, 0.1, 0.1, 42);

  @Test
  void skips_learnt_beatSkipsIgnored_andSkipsAsPlays() {
    double optimum = logLikelihood(STATION.bayesOptimal(), SPLIT.test());
    LstmRecommender learnt = small().build().train(SPLIT.training(), SPLIT.validation());
    LstmRecommender ignored =
        small().skips(false).build().train(SPLIT.training(), SPLIT.validation());
    LstmRecommender asPlays =
        small().build().train(asPlays(SPLIT.training()), asPlays(SPLIT.validation()));

    assertThat(optimum - logLikelihood(learnt, SPLIT.test())).isBetween(0.0, 0.025);
    assertThat(logLikelihood(learnt, SPLIT.test()) - logLikelihood(ignored, SPLIT.test()))
        .isBetween(0.008, 0.04);
    assertThat(logLikelihood(ignored, SPLIT.test()) - logLikelihoodOfPlays(asPlays))
        .isGreaterThan(0.3);
  }

  private static LstmTrainer.Builder small() {
    return LstmTrainer.builder().embeddingSize(64).hiddenSize(64).threads(2);
  }

  private static double logLikelihood(SequenceRecommender recommender, PlaylistDataset test) {
    return Evaluator.of(Metric.logLikelihood()).evaluate(recommender, test).value("log_likelihood");
  }

  /** The log-likelihood of the songs played by a recommender that takes skips for plays. */
  private static double logLikelihoodOfPlays(LstmRecommender recommender) {
    List<Playlist> test = SPLIT.test().playlists().toList();
    double[] sums = new double[2];
    recommender.score(
        test.stream().map(SkipQualityTest::asPlays),
        (number, heard, scores) -> {
          Playlist playlist = test.get((int) number);
          List<Integer> events = events(playlist);
          if (heard < events.size() && events.get(heard) > 0) {
            synchronized (sums) {
              sums[0] += scores.logProbability(playlist.song(events.get(heard)));
              sums[1]++;
            }
          }
        });
    return sums[0] / sums[1];
  }

  private static PlaylistDataset asPlays(PlaylistDataset dataset) {
    return PlaylistDataset.of(
        dataset.catalogue(), dataset.playlists().map(SkipQualityTest::asPlays).toList());
  }

  private static Playlist asPlays(Playlist playlist) {
    List<Integer> events = events(playlist);
    return Playlist.of(
        events.stream()
            .mapToInt(
                each -> each >= 0 ? playlist.song(each) : playlist.skips().get(-1 - each).song())
            .toArray());
  }

  /** The positions of the songs played, and -1 - the number of each skip, in order. */
  private static List<Integer> events(Playlist playlist) {
    List<Integer> events = new ArrayList<>();
    for (int position = 0; position <= playlist.size(); position++) {
      for (int skip = 0; skip < playlist.skips().size(); skip++) {
        if (playlist.skips().get(skip).position() == position) {
          events.add(-1 - skip);
        }
      }
      if (position < playlist.size()) {
        events.add(position);
      }
    }
    return events;
  }
}
