package dev.segue.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.evaluation.ScoredTransition;
import dev.segue.model.ModelFile;
import dev.segue.server.store.Event;
import dev.segue.server.store.Limits;
import dev.segue.server.store.ListenerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Has a server's model learn from the last days of a real log, night by night, and measures what is
 * served on each day beside the model of the first. The property {@code segue.update.log} has the
 * log, in CSV; docs/server.md has the command.
 */
@EnabledIfSystemProperty(named = "segue.update.log", matches = ".+")
class UpdateMeasurementTest {

  private static final Path LOG = Path.of(System.getProperty("segue.update.log", ""));
  private static final int DAYS = Integer.getInteger("segue.update.days", 28);
  private static final int EPOCHS = Integer.getInteger("segue.update.epochs", 10);
  private static final Duration DAY = Duration.ofDays(1);

  private final Evaluator evaluator = Evaluator.of(Metric.accuracyAt(10));
  private final DoubleSummaryStatistics served = new DoubleSummaryStatistics();
  private final DoubleSummaryStatistics frozen = new DoubleSummaryStatistics();

  @TempDir private Path folder;

  @Test
  void updatedEveryNight_theModelServesBetter() throws IOException {
    SessionDataset sessions =
        CsvHistory.read(LOG, CsvOptions.ofDefaults())
            .sessions(SessionRules.ofDefaults().sessionGap(Duration.ofHours(8)).longest(DAY));
    Instant begin = sessions.lastEnd().plusSeconds(1).minus(DAY.multipliedBy(DAYS));
    PlaylistDataset before = sessions.splitByTime(begin, begin).training();
    Path file = folder.resolve("model.segue");
    LstmTrainer.builder().epochs(EPOCHS).build().train(before).save(file);
    SequenceRecommender first = ModelFile.read(file).recommender();

    try (ListenerStore store = ListenerStore.open(folder, new Limits(1_000, 1_000_000))) {
      tell(before, store);
      ModelUpdate update = new ModelUpdate(file, store);
      for (int day = 0; day < DAYS; day++) {
        Instant morning = begin.plus(DAY.multipliedBy(day));
        PlaylistDataset played = sessions.splitByTime(morning, morning.plus(DAY)).validation();
        evaluator.evaluate(ModelFile.read(file).recommender(), played, hit(served));
        evaluator.evaluate(first, played, hit(frozen));
        tell(played, store);
        String result = update.run(morning.plus(DAY));
        System.out.printf(
            Locale.ROOT,
            "day %d: accuracy@10 served so far %.4f, by the first model %.4f; %s%n",
            day + 1,
            served.getAverage(),
            frozen.getAverage(),
            result);
      }
    }
    assertThat(served.getAverage()).isGreaterThan(frozen.getAverage());
  }

  /** Counts how often the next song was among the first ten. */
  private static Consumer<ScoredTransition> hit(DoubleSummaryStatistics of) {
    return target -> of.accept(target.rank() <= 10 ? 1 : 0);
  }

  private static void tell(PlaylistDataset sessions, ListenerStore store) throws IOException {
    try (Stream<Playlist> all = sessions.playlists()) {
      for (Playlist session : (Iterable<Playlist>) all::iterator) {
        String station = session.listener().orElseThrow();
        for (int i = 0; i < session.size(); i++) {
          Song song = sessions.catalogue().song(session.song(i));
          store.add(station, new Event(session.time(i), Event.Kind.PLAY, song, Duration.ZERO));
        }
      }
    }
  }
}
