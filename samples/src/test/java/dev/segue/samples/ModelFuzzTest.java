package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.segue.FileFormatException;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;

/**
 * Changes parts of valid model files, corrects their checksums, and uses what can be read: it
 * works, and all else is refused as a fault of the file. As an ordinary test it replays the changes
 * in {@code ModelFuzzTestInputs}; with {@code -Pfuzz}, Jazzer thinks of changes.
 */
@Timeout(60)
class ModelFuzzTest {

  /** The length of a message that a person can still read. */
  private static final int LONGEST_MESSAGE = 3_000;

  private static final Instant NOW = Instant.ofEpochSecond(432_720);

  @FuzzTest(maxDuration = "30m")
  void models(FuzzedDataProvider fuzz) throws IOException {
    byte[] valid = Files.readAllBytes(fuzz.pickValue(GoldenFilesTest.allModels()));
    check(ForgedModel.forge(valid, fuzz));
  }

  /** Uses a recommender in all ways that read much of it, if the file has one. */
  static void check(byte[] model) throws IOException {
    Optional<SequenceRecommender> read = read(model);
    if (read.isEmpty() || read.get().catalogue().size() == 0) {
      return;
    }
    SequenceRecommender recommender = read.get();
    double[] scores = checkSession(listen(recommender));
    evaluate(recommender);
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    recommender.save(saved);
    SequenceRecommender again = ModelFile.of(saved.toByteArray()).recommender();
    assertThat(checkSession(listen(again))).as("saved and read again").isEqualTo(scores);
  }

  private static Optional<SequenceRecommender> read(byte[] model) throws IOException {
    try {
      return Optional.of(ModelFile.of(model).recommender());
    } catch (FileFormatException e) {
      assertThat(e)
          .isExactlyInstanceOf(FileFormatException.class)
          .message()
          .startsWith("model file in memory: ")
          .hasSizeLessThan(LONGEST_MESSAGE);
      return Optional.empty();
    }
  }

  private static ListeningSession listen(SequenceRecommender recommender) {
    ListeningSession session = recommender.newSession();
    List<Song> songs = recommender.catalogue().songs();
    for (Song song : songs.subList(0, Math.min(3, songs.size()))) {
      session.play(song, NOW);
    }
    playUnheard(session, NOW);
    return session.at(NOW.plusSeconds(240));
  }

  /** Plays a song that the catalogue lacks, where the recommender has something to go by. */
  static void playUnheard(ListeningSession session, Instant time) {
    try {
      session.play(GoldenModels.UNHEARD, time);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("must be in the catalogue");
    }
  }

  /** Returns the scores of a session, which must be numbers, and finite where recommended. */
  static double[] checkSession(ListeningSession session) {
    session.recommend(3).forEach(each -> assertThat(each.score()).as("%s", each).isFinite());
    double[] scores = GoldenModels.scores(session);
    for (double score : scores) {
      assertThat(score).isNotNaN();
    }
    return scores;
  }

  private static void evaluate(SequenceRecommender recommender) {
    int songs = recommender.catalogue().size();
    Playlist playlist = Playlist.of(IntStream.range(0, 4).map(i -> i * 5 % songs).toArray());
    long[] times = IntStream.range(0, 4).mapToLong(i -> NOW.getEpochSecond() + 200L * i).toArray();
    PlaylistDataset dataset =
        PlaylistDataset.of(recommender.catalogue(), List.of(playlist.withTimes("ann", times)));
    assertThat(Evaluator.of(Metric.accuracyAt(2)).evaluate(recommender, dataset).results())
        .allSatisfy(result -> assertThat(result.value()).isBetween(0.0, 1.0));
  }
}
