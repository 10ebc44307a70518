package dev.segue;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Playlists that are checked as they are read, because whoever wrote the dataset may have erred:
 * see {@link PlaylistDataset#checked(long)}. Several threads may read it if they may read the
 * dataset.
 */
final class CheckedDataset implements PlaylistDataset {

  /** More than the 66 million of the Million Playlist Dataset. */
  static final long MAXIMUM_PLAYS = 100_000_000;

  private final PlaylistDataset dataset;
  private final long maximumPlays;
  private final Catalogue catalogue;

  /** What the first complete reading found. */
  private volatile @Nullable PlaylistTally first;

  CheckedDataset(PlaylistDataset dataset, long maximumPlays) {
    if (maximumPlays < 1) {
      throw new IllegalArgumentException("maximumPlays must be > 0, was " + maximumPlays);
    }
    this.dataset = dataset;
    this.maximumPlays = maximumPlays;
    this.catalogue = catalogueOf(dataset);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public Stream<Playlist> playlists() {
    requireSameCatalogue();
    return CheckedPlaylists.of(
        notNull(dataset.playlists(), "playlists()"), catalogue, maximumPlays, this::compare);
  }

  @Override
  public Stream<Playlist> history() {
    requireSameCatalogue();
    return CheckedPlaylists.of(
        notNull(dataset.history(), "history()"), catalogue, maximumPlays, tally -> {});
  }

  private void compare(PlaylistTally tally) {
    PlaylistTally before = first;
    if (before == null) {
      first = tally;
    } else if (!tally.equals(before)) {
      throw new IllegalStateException(
          "playlists() must give the same playlists on each call, but gave %s first, and then %s"
              .formatted(before, tally.describe(before)));
    }
  }

  private void requireSameCatalogue() {
    Catalogue now = catalogueOf(dataset);
    if (now != catalogue && !now.fingerprint().equals(catalogue.fingerprint())) {
      throw new IllegalStateException(
          "catalogue() must give the same songs on each call, but gave %d songs first, and then %s"
              .formatted(catalogue.size(), now.size() == catalogue.size() ? "others" : now.size()));
    }
  }

  private static Catalogue catalogueOf(PlaylistDataset dataset) {
    return notNull(dataset.catalogue(), "catalogue()");
  }

  /** Null although {@link PlaylistDataset} forbids it. */
  private static <T> T notNull(@Nullable T value, String method) {
    return Objects.requireNonNull(value, () -> method + " of the dataset must not return null");
  }

  @Override
  public PlaylistDataset checked(long maximum) {
    return maximum == maximumPlays ? this : new CheckedDataset(dataset, maximum);
  }

  @Override
  public PlaylistDataset checked() {
    return this;
  }

  @Override
  public Optional<DatasetReport> report() {
    return dataset.report();
  }

  @Override
  public DatasetStatistics statistics() {
    return dataset.statistics();
  }

  @Override
  public String toString() {
    return dataset.toString();
  }
}
