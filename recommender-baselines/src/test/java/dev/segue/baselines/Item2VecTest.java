package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.Catalogue;
import dev.segue.EpochReport;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import dev.segue.testing.SequenceRecommenderContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Item2VecTest extends SequenceRecommenderContract {

  private static final PlaylistDataset STATION = SyntheticStation.of(40, 120, 1);

  private static final Item2Vec TRAINED =
      Item2Vec.builder().dimensions(6).epochs(3).build().train(STATION);

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }

  @Test
  void listener_stops() {
    List<EpochReport> reports = new ArrayList<>();
    Item2Vec.builder()
        .epochs(5)
        .listener(
            report -> {
              reports.add(report);
              return TrainingListener.Decision.STOP;
            })
        .build()
        .train(STATION);
    assertThat(reports).hasSize(1);
  }

  @Test
  void listeners_areAllCalled_andEachMayStop() {
    List<EpochReport> first = new ArrayList<>();
    List<EpochReport> second = new ArrayList<>();
    Item2Vec.builder()
        .epochs(5)
        .listener(
            report -> {
              first.add(report);
              return TrainingListener.Decision.STOP;
            })
        .listener(
            report -> {
              second.add(report);
              return TrainingListener.Decision.CONTINUE;
            })
        .build()
        .train(STATION);
    assertThat(first).hasSize(1).isEqualTo(second);
  }

  @Test
  void songsPlayedTogether_areNeighbours() {
    Catalogue songs = Catalogue.of(List.of(Song.of("a"), Song.of("b"), Song.of("c"), Song.of("d")));
    List<Playlist> playlists = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      playlists.add(i % 2 == 0 ? Playlist.of(0, 1, 0, 1) : Playlist.of(2, 3, 2, 3));
    }
    Item2Vec model =
        Item2Vec.builder()
            .dimensions(8)
            .epochs(30)
            .build()
            .train(PlaylistDataset.of(songs, playlists));
    ListeningSession session = model.newSession().play("a");
    assertThat(session.score("b")).isGreaterThan(session.score("c") + 0.5);
    assertThat(session.score("a")).as("just heard").isLessThan(-1);
    assertThat(model.similarity("c", "c")).isEqualTo(1);
  }

  @Test
  void window_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Item2Vec.builder().window(0))
        .withMessage("window must be > 0, was 0");
  }

  @Test
  void negativePower_notANumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Item2Vec.builder().negativePower(Double.NaN))
        .withMessage("negativePower must be finite, was NaN");
  }
}
