package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluation;
import dev.segue.testing.SequenceRecommenderContract;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ItemKnnTest extends SequenceRecommenderContract {

  private static final ItemKnn TRAINED = ItemKnn.trainer().train(SyntheticStation.of(40, 120, 1));

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }

  @Test
  void score_isTheCosineOfPlaylists() { // a is in 2 playlists, b in 1, both in 1
    PlaylistDataset playlists =
        PlaylistDataset.of(List.of(List.of("a", "b", "c"), List.of("a", "d"), List.of("e", "f")));
    ListeningSession session = ItemKnn.trainer().train(playlists).newSession().play("a");
    assertThat(session.score("b")).isEqualTo(1 / Math.sqrt(22 * 21), within(1e-6));
    assertThat(session.score("e")).isZero();
    assertThat(session.score("a")).isEqualTo(-1);
  }

  @Test
  @Tag("slow")
  void yesBig() throws IOException {
    Evaluation evaluation = YesBig.evaluate(ItemKnn.trainer().train(YesBig.training()));
    assertThat(evaluation.value("accuracy@10")).isGreaterThan(0.0712);
    assertThat(evaluation.value("accuracy@500")).isGreaterThan(0.6371);
    assertThat(evaluation.value("mrr@20")).isGreaterThan(0.0307);
  }
}
