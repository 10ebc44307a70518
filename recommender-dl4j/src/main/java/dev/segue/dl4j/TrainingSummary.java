package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.Provenance;
import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a training that workers share has to know of their playlists before it begins. Immutable;
 * may be shared by threads, and serialised.
 */
public final class TrainingSummary implements Serializable {

  private static final long serialVersionUID = 1;

  /** What is known of the playlists. */
  private final TrainingFacts facts;

  /** When the last play began; null if there are no times. */
  private final @Nullable Instant lastPlay;

  private TrainingSummary(TrainingFacts facts, @Nullable Instant lastPlay) {
    this.facts = facts;
    this.lastPlay = lastPlay;
  }

  /**
   * Returns that of a worker's playlists.
   *
   * @param trainer whose settings say what is learnt from
   * @param part the playlists
   * @return the summary
   */
  public static TrainingSummary of(LstmTrainer trainer, List<Playlist> part) {
    Objects.requireNonNull(trainer, "trainer");
    Objects.requireNonNull(part, "part");
    part.forEach(each -> Objects.requireNonNull(each, "part"));
    boolean skips = trainer.hyperparameters().songs().skips();
    return new TrainingSummary(
        TrainingFacts.of(TrainingData.learnt(part.stream(), skips)),
        part.stream()
            .filter(playlist -> playlist.listener().isPresent() && playlist.size() > 0)
            .map(playlist -> playlist.time(playlist.size() - 1))
            .max(Comparator.naturalOrder())
            .orElse(null));
  }

  /**
   * Returns that of these playlists and others.
   *
   * @param other that of the others
   * @return the summary of both
   */
  public TrainingSummary plus(TrainingSummary other) {
    Objects.requireNonNull(other, "other");
    return new TrainingSummary(
        facts.plus(other.facts),
        provenance().updated(other.provenance()).trainedUntil().orElse(null));
  }

  TrainingFacts facts() {
    return facts;
  }

  Provenance provenance() {
    return lastPlay == null ? Provenance.unknown() : Provenance.unknown().trainedUntil(lastPlay);
  }
}
