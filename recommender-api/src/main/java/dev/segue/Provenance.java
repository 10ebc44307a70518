package dev.segue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a recommender was trained on: how its data were read and split, in the words of whoever
 * trained it, and digests of the training playlists. An evaluation can then use the same split, and
 * find out whether it measures on training playlists, and how old the model is. Immutable; may be
 * shared by threads.
 *
 * @param format the format of the data, such as {@code csv}
 * @param split how the data were split, such as {@code random:80/10/10@42}
 * @param sessionGap the longest pause within a session of a listening history
 * @param sessionMax how long sessions may last, by time, songs or both, such as {@code 12h,500}
 * @param minimumPlays the minimum number of plays of a song in training
 * @param trainedUntil when the last training play began; empty if the plays have no times
 * @param digests which playlists were trained on; empty if the model is not to give that away
 */
public record Provenance(
    Optional<String> format,
    Optional<String> split,
    Optional<Duration> sessionGap,
    Optional<String> sessionMax,
    OptionalInt minimumPlays,
    Optional<Instant> trainedUntil,
    Optional<PlaylistDigests> digests) {

  private static final Provenance UNKNOWN =
      new Provenance(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Makes a provenance; each part is empty if it is unknown or does not apply.
   *
   * @param format the format of the data
   * @param split how the data were split
   * @param sessionGap above 0
   * @param sessionMax how long sessions may last
   * @param minimumPlays at least 1
   * @param trainedUntil when the last training play began
   * @param digests which playlists were trained on
   * @throws IllegalArgumentException if the gap is not above 0, or the minimum is below 1
   */
  public Provenance {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(sessionGap, "sessionGap");
    Objects.requireNonNull(sessionMax, "sessionMax");
    Objects.requireNonNull(minimumPlays, "minimumPlays");
    Objects.requireNonNull(trainedUntil, "trainedUntil");
    Objects.requireNonNull(digests, "digests");
    if (sessionGap.filter(gap -> gap.isZero() || gap.isNegative()).isPresent()) {
      throw new IllegalArgumentException("sessionGap must be > 0, was " + sessionGap.get());
    }
    if (minimumPlays.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "minimumPlays must be > 0, was " + minimumPlays.getAsInt());
    }
  }

  /**
   * Returns a provenance that says nothing.
   *
   * @return a provenance whose parts are all empty
   */
  public static Provenance unknown() {
    return UNKNOWN;
  }

  /**
   * Returns the provenance of a recommender trained on a dataset: the digests of its playlists, and
   * when the last of their plays began.
   *
   * @param training the training playlists, read once
   * @return a provenance with digests, and with {@code trainedUntil} if any playlist has times
   * @throws IllegalArgumentException if a playlist holds an index that the catalogue lacks
   */
  public static Provenance of(PlaylistDataset training) {
    LastPlay last = new LastPlay();
    PlaylistDigests digests = PlaylistDigests.of(training, last);
    return new Provenance(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        last.time(),
        Optional.of(digests));
  }

  /**
   * Returns this provenance with a format.
   *
   * @param format the format of the data, such as {@code csv}
   * @return the provenance
   */
  public Provenance format(String format) {
    Objects.requireNonNull(format, "format");
    return new Provenance(
        Optional.of(format), split, sessionGap, sessionMax, minimumPlays, trainedUntil, digests);
  }

  /**
   * Returns this provenance with a split. The command line takes a split in the words of its own
   * {@code --split} as the default of {@code evaluate}.
   *
   * @param split how the data were split, such as {@code random:80/10/10@42}
   * @return the provenance
   */
  public Provenance split(String split) {
    Objects.requireNonNull(split, "split");
    return new Provenance(
        format, Optional.of(split), sessionGap, sessionMax, minimumPlays, trainedUntil, digests);
  }

  /**
   * Returns this provenance with a session gap.
   *
   * @param sessionGap the longest pause within a session, above 0
   * @return the provenance
   * @throws IllegalArgumentException if it is not above 0
   */
  public Provenance sessionGap(Duration sessionGap) {
    Objects.requireNonNull(sessionGap, "sessionGap");
    return new Provenance(
        format, split, Optional.of(sessionGap), sessionMax, minimumPlays, trainedUntil, digests);
  }

  /**
   * Returns this provenance with a limit on sessions. The command line takes one in the words of
   * its own {@code --session-max} as the default of {@code evaluate}.
   *
   * @param sessionMax how long sessions may last, such as {@code 12h,500}
   * @return the provenance
   */
  public Provenance sessionMax(String sessionMax) {
    Objects.requireNonNull(sessionMax, "sessionMax");
    return new Provenance(
        format, split, sessionGap, Optional.of(sessionMax), minimumPlays, trainedUntil, digests);
  }

  /**
   * Returns this provenance with a minimum number of plays.
   *
   * @param plays the minimum number of plays of a song in training, at least 1
   * @return the provenance
   * @throws IllegalArgumentException if it is below 1
   */
  public Provenance minimumPlays(int plays) {
    return new Provenance(
        format, split, sessionGap, sessionMax, OptionalInt.of(plays), trainedUntil, digests);
  }

  /**
   * Returns this provenance with the end of training.
   *
   * @param trainedUntil when the last training play began
   * @return the provenance
   */
  public Provenance trainedUntil(Instant trainedUntil) {
    Objects.requireNonNull(trainedUntil, "trainedUntil");
    return new Provenance(
        format, split, sessionGap, sessionMax, minimumPlays, Optional.of(trainedUntil), digests);
  }

  /**
   * Returns this provenance without digests, for a model that is not to give away which playlists
   * it was trained on.
   *
   * @return the provenance
   */
  public Provenance withoutDigests() {
    return new Provenance(
        format, split, sessionGap, sessionMax, minimumPlays, trainedUntil, Optional.empty());
  }

  /**
   * Returns the provenance of a recommender that was trained on these data, and updated with others
   * since.
   *
   * @param later what is known of the other data
   * @return this provenance, with what only the other one says, with the digests of both, and
   *     trained until the later of both times
   */
  public Provenance updated(Provenance later) {
    Objects.requireNonNull(later, "later");
    return new Provenance(
        format.or(later::format),
        split.or(later::split),
        sessionGap.or(later::sessionGap),
        sessionMax.or(later::sessionMax),
        minimumPlays.isPresent() ? minimumPlays : later.minimumPlays,
        Stream.of(trainedUntil, later.trainedUntil)
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder()),
        Stream.of(digests, later.digests).flatMap(Optional::stream).reduce(PlaylistDigests::with));
  }

  /** Returns what is known, in one line. */
  @Override
  public String toString() {
    String known =
        Stream.of(
                format.map(text -> "format " + text),
                split.map(text -> "split " + text),
                sessionGap.map(gap -> "session gap " + gap),
                sessionMax.map(text -> "session max " + text),
                minimumPlays.stream().mapToObj(plays -> "minimum plays " + plays).findFirst(),
                trainedUntil.map(time -> "trained until " + time),
                digests.map(PlaylistDigests::toString))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? "unknown" : known;
  }

  /** Finds when the last play of playlists began. One thread at a time. */
  private static final class LastPlay implements Consumer<Playlist> {

    private Instant latest = Instant.MIN;

    @Override
    public void accept(Playlist playlist) {
      if (playlist.size() > 0 && playlist.listener().isPresent()) {
        Instant last = playlist.time(playlist.size() - 1);
        latest = last.isAfter(latest) ? last : latest;
      }
    }

    Optional<Instant> time() {
      return latest.equals(Instant.MIN) ? Optional.empty() : Optional.of(latest);
    }
  }
}
