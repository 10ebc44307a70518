package dev.segue.server.update;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import dev.segue.server.store.ListenerEvent;
import dev.segue.server.store.ListenerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Updates the model in a file with what listeners played since it was trained, but for the last
 * day, on which both are measured forward in time: the updated one takes the place of the other
 * unless it is worse. The other is kept beside it. One thread at a time.
 */
public final class ModelUpdate {

  private static final Duration MEASURED = Duration.ofDays(1);
  private static final String MEASURE = "mrr@20";
  private static final Evaluator EVALUATOR = Evaluator.of(Metric.mrrAt(20));

  private final Path file;
  private final ListenerStore store;

  /**
   * Describes the updates of a model.
   *
   * @param file of the model
   * @param store what was played
   */
  public ModelUpdate(Path file, ListenerStore store) {
    this.file = file;
    this.store = store;
  }

  /**
   * Refuses a model that cannot be updated.
   *
   * @throws IOException if the model cannot be read, or is no LSTM
   */
  public void check() throws IOException {
    read();
  }

  private LstmRecommender read() throws IOException {
    ModelFile model = ModelFile.read(file);
    SequenceRecommender recommender = model.recommender();
    if (recommender instanceof LstmRecommender lstm) {
      return lstm;
    }
    throw model.problem("model must be of kind 'lstm' to be updated, was '" + model.kind() + "'");
  }

  /**
   * Updates the model.
   *
   * @param now what time it is
   * @return what came of it, as a sentence
   * @throws IOException if the model or the plays cannot be read, or the model not be written
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public String run(Instant now) throws IOException {
    LstmRecommender before = read();
    Instant lastDay = now.minus(MEASURED);
    Instant known =
        before
            .provenance()
            .trainedUntil()
            .map(until -> until.plusSeconds(1))
            .filter(until -> until.isBefore(lastDay))
            .orElse(before.provenance().trainedUntil().isPresent() ? lastDay : Instant.EPOCH);
    DatasetSplit split = sessions(before).splitByTime(known, lastDay);
    PlaylistDataset played = split.validation();
    if (count(played, Playlist::transitions) == 0) {
      return "not updated: nothing was played between its training and the last day";
    }
    if (count(split.test(), Playlist::targets) == 0) {
      return "not updated: nothing was played in the last day, by which it is measured";
    }
    LstmTrainer trainer = LstmTrainer.builder().threads(1).build(); // others serve meanwhile
    LstmRecommender after =
        count(split.training(), Playlist::transitions) == 0
            ? trainer.update(before, played)
            : trainer.update(before, played, split.training());
    return keep(before, after, split.test());
  }

  private SessionDataset sessions(SequenceRecommender recommender) {
    ListeningHistory.Builder history = ListeningHistory.builder();
    try (Stream<ListenerEvent> all = store.allEvents()) {
      all.forEach(each -> add(history, each));
    }
    SessionRules rules = SessionRules.ofDefaults();
    return history
        .build()
        .sessions(recommender.provenance().sessionGap().map(rules::sessionGap).orElse(rules));
  }

  /** A like comes with a play, or is none. */
  private static void add(ListeningHistory.Builder history, ListenerEvent of) {
    switch (of.event().kind()) {
      case PLAY -> history.add(of.listener(), of.event().time(), of.event().song());
      case SKIP ->
          history.skip(of.listener(), of.event().time(), of.event().song(), of.event().heard());
      case LIKE -> {}
    }
  }

  private static long count(PlaylistDataset dataset, ToIntFunction<Playlist> number) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists.mapToInt(number).asLongStream().sum();
    }
  }

  private String keep(LstmRecommender before, LstmRecommender after, PlaylistDataset lastDay)
      throws IOException {
    Evaluation old = EVALUATOR.evaluate(before, lastDay);
    Evaluation updated = EVALUATOR.evaluate(after, lastDay);
    boolean worse = updated.value(MEASURE) < old.value(MEASURE);
    if (!worse) {
      Path previous = file.resolveSibling(file.getFileName() + ".previous");
      Files.copy(file, previous, StandardCopyOption.REPLACE_EXISTING);
      after.save(file);
    }
    return String.format(
        Locale.ROOT,
        "%s: %s %.4f in the last day, %.4f before",
        worse ? "not updated" : "updated",
        MEASURE,
        updated.value(MEASURE),
        old.value(MEASURE));
  }
}
