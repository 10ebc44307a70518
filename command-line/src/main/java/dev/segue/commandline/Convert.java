package dev.segue.commandline;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.JspfDataset;
import dev.segue.datasets.M3uDataset;
import dev.segue.datasets.XspfDataset;
import dev.segue.datasets.YesDataset;
import dev.segue.datasets.history.CsvHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a dataset for players, and for other programs to learn from. */
@Command(
    name = "convert",
    description = {
      "Write a dataset in another format.",
      "yes: if it has parts, or --split or --min-plays is there, train.txt, valid.txt and test.txt;"
          + " else all.txt; what is known about songs beside them.",
      "m3u, xspf, jspf: a file for each playlist.",
      "csv: plays.csv, with times, listeners and skips, from which all of it can be read back."
    },
    footer = {
      "",
      "Examples:",
      "  segue convert --data my_spotify_data.zip --as csv --to folder",
      "  segue convert --data plays.csv --split time:7d/7d --as yes --to folder",
      "",
      "Guide: docs/datasets.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Convert implements Callable<Integer> {

  private static final String TABLE = "plays.csv";

  private static final List<String> YES_FILES =
      List.of(
          "all.txt",
          "train.txt",
          "valid.txt",
          "test.txt",
          "song_hash.txt",
          "tags.txt",
          "tag_hash.txt");

  enum Target {
    YES,
    CSV,
    M3U,
    XSPF,
    JSPF;

    /** Whether a file of this name may be written. */
    boolean writes(String name) {
      return switch (this) {
        case YES -> YES_FILES.contains(name);
        case CSV -> name.equals(TABLE);
        case M3U -> name.endsWith(".m3u8");
        case XSPF -> name.endsWith(".xspf");
        case JSPF -> name.endsWith(".jspf");
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec command;
  @Mixin private DataOptions data;

  @Option(
      names = "--as",
      paramLabel = "FORMAT",
      required = true,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Target target;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write to. Made if need be.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    data.check();
    new CommandFiles(command)
        .reads("--data", data.path())
        .writesInto("--to", folder, target::writes)
        .check();
    try (Progress progress = Segue.progress(command)) {
      data.recognise(progress);
      progress.start("converting");
      write(progress);
      data.tellRead(progress);
      progress.line("written to " + folder);
    }
    return 0;
  }

  private void write(Progress progress) throws IOException {
    if (target == Target.YES && data.isDivided()) {
      YesDataset.writeSplit(data.readParts(), folder);
      tellTimes(data.readParts().training(), progress);
      tellContext(data.readParts(), progress);
      return;
    }
    PlaylistDataset whole = data.readWhole();
    switch (target) {
      case YES -> YesDataset.write(whole, Files.createDirectories(folder).resolve("all.txt"));
      case CSV -> CsvHistory.write(whole, Files.createDirectories(folder).resolve(TABLE));
      case M3U -> M3uDataset.write(whole, folder);
      case XSPF -> XspfDataset.write(whole, folder);
      case JSPF -> JspfDataset.write(whole, folder);
    }
    if (target != Target.CSV) {
      tellTimes(whole, progress);
    }
  }

  private static void tellTimes(PlaylistDataset written, Progress progress) {
    try (Stream<Playlist> playlists = written.playlists()) {
      if (playlists.anyMatch(playlist -> playlist.listener().isPresent())) {
        progress.line("left out who listened, and when each song began: this format cannot say so");
      }
    }
    long skips = written.statistics().skips();
    if (skips > 0) {
      progress.line("left out %,d skips: this format cannot say so".formatted(skips));
    }
  }

  /** Other programs would predict what training has shown them. */
  private static void tellContext(DatasetSplit split, Progress progress) {
    long playlists =
        Stream.of(split.validation(), split.test())
            .flatMap(PlaylistDataset::playlists)
            .filter(playlist -> playlist.context() > 1)
            .count();
    if (playlists > 0) {
      progress.line(
          "%d playlists of valid.txt and test.txt begin with songs that train.txt has too: they are"
                  .formatted(playlists)
              + " context, but this format cannot say so");
    }
  }
}
