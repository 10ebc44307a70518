package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.DatasetSplit;
import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import dev.segue.samples.StandardOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the LSTM in the javadoc, and that of the library as a whole. */
@Tag("slow")
class LstmExamplesTest {

  private static final DatasetSplit SPLIT =
      SyntheticStation.of(60, 200, 42).split(0.8, 0.1, 0.1, 42);

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @TempDir Path folder;

  private final DatasetSplit split = SPLIT;

  @Test
  void library() throws IOException {
    // @start region="library"
    PlaylistDataset playlists =
        PlaylistDataset.of(
            List.of(
                List.of("So What", "Blue in Green", "All Blues"),
                List.of("Blue in Green", "All Blues", "Flamenco Sketches"),
                List.of("So What", "Freddie Freeloader", "Blue in Green", "All Blues")));

    SequenceRecommender recommender = LstmTrainer.builder().build().train(playlists);

    ListeningSession session = recommender.newSession().play("So What").play("Blue in Green");
    session.recommend(3).forEach(System.out::println); // All Blues is the first
    recommender.save(folder.resolve("jazz.segue"));
    // @end

    assertThat(out.lines()).hasSize(3).first().asString().endsWith("  All Blues");
    assertThat(folder.resolve("jazz.segue")).isNotEmptyFile();
  }

  @Test
  void trainer() {
    // @start region="trainer"
    LstmRecommender recommender =
        LstmTrainer.builder()
            .hiddenSize(64)
            .learningRate(0.002)
            .epochs(5)
            .listener(TrainingListener.log())
            .build()
            .train(split.training(), split.validation());
    // @end

    assertThat(recommender.catalogue()).isEqualTo(split.training().catalogue());
  }

  @Test
  void training() throws IOException {
    Path file = folder.resolve("station.segue");
    // @start region="training"
    LstmTrainer trainer = LstmTrainer.builder().epochs(3).build(); // paper(): as in the paper
    LstmRecommender recommender = trainer.train(split.training(), split.validation());
    recommender.save(file);
    // @end

    assertThat(LstmRecommender.load(file).recommend(List.of(), 3))
        .isEqualTo(recommender.recommend(List.of(), 3));
  }

  @Test
  void serving() throws IOException {
    LstmTrainer.builder().epochs(3).build().train(Jazz.playlists()).save(folder.resolve("j.segue"));
    Path file = folder.resolve("j.segue");
    // @start region="serving"
    LstmRecommender recommender = LstmRecommender.load(file);
    ListeningSession session = recommender.newSession().play("So What");
    Song next = session.recommend(1).get(0).song();
    System.out.println(next + ": " + session.explain(next.id()));
    // @end

    assertThat(out.text()).contains(" - ", ": ");
  }

  @Test
  void newSongs() {
    LstmRecommender recommender = LstmTrainer.builder().epochs(3).build().train(Jazz.playlists());
    // @start region="newSongs"
    Song release = new Song("r1", "Brand New", "Miles Davis", List.of("jazz"));
    LstmRecommender withRelease = recommender.withSongs(List.of(release));
    ListeningSession session = withRelease.newSession().play("So What").play(release);

    session.play(new Song("r2", "Told", "Miles Davis", List.of())); // heard, not recommended yet
    LstmRecommender withBoth = withRelease.withSongsOf(session);
    session = withBoth.resume(session);
    // @end

    assertThat(session.heard()).extracting(Song::id).endsWith("r1", "r2");
    assertThat(withRelease.catalogue().size()).isEqualTo(7);
    assertThat(session.recommend(8)).extracting(each -> each.song().id()).contains("r1", "r2");
  }
}
