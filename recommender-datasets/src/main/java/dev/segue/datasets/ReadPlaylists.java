package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.DatasetReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Playlists of files, and how they were read. Immutable; may be shared by threads. */
final class ReadPlaylists implements PlaylistDataset {

  private final PlaylistDataset dataset;
  private final DatasetReport report;

  private ReadPlaylists(PlaylistDataset dataset, DatasetReport report) {
    this.dataset = dataset;
    this.report = report;
  }

  /**
   * Takes playlists that were read whole, without anything to say.
   *
   * @param entries how many lines or entries were read
   */
  static PlaylistDataset of(PlaylistDataset dataset, String format, long entries) {
    return of(dataset, format, entries, Map.of(), List.of());
  }

  /**
   * Takes playlists that were read whole.
   *
   * @param entries how many lines or entries they are made of
   * @param leftOut how many of these were left out by each rule
   * @param warnings what is likely to be wrong; one sentence each
   */
  static PlaylistDataset of(
      PlaylistDataset dataset,
      String format,
      long entries,
      Map<String, Long> leftOut,
      List<String> warnings) {
    return new ReadPlaylists(
        dataset,
        new DatasetReport(
            format,
            DatasetReport.Columns.NONE,
            new DatasetReport.Entries(entries, 0, List.of()),
            leftOut,
            0,
            Optional.empty(),
            warnings));
  }

  @Override
  public Catalogue catalogue() {
    return dataset.catalogue();
  }

  @Override
  public Stream<Playlist> playlists() {
    return dataset.playlists();
  }

  @Override
  public Optional<DatasetReport> report() {
    return Optional.of(report);
  }

  @Override
  public String toString() {
    return dataset.toString();
  }
}
