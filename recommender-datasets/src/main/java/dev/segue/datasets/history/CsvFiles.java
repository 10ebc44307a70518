package dev.segue.datasets.history;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.InputFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the tables of a folder or an archive as one history. One thread at a time. */
final class CsvFiles {

  private static final int MAX_EXAMPLES = 3;

  private final Path path;
  private final CsvOptions options;
  private final ListeningHistory.Builder history;
  private final ReadingReport report;

  /** What was told of any table, each once. */
  private final Set<String> warnings = new LinkedHashSet<>();

  /** The files that are no tables of songs. */
  private final List<String> others = new ArrayList<>();

  /** The first file whose columns were used in a way, by that. */
  private final Map<String, String> ways = new LinkedHashMap<>();

  /** A file with times, and one without. */
  private final Map<Boolean, String> timed = new LinkedHashMap<>();

  private final Set<String> names = new HashSet<>();

  CsvFiles(Path path, CsvOptions options, ListeningHistory.Builder history, ReadingReport report) {
    this.path = path;
    this.options = options;
    this.history = history;
    this.report = report;
  }

  void read(InputFiles files) throws IOException {
    report.files(files.size());
    for (InputFile file : files) {
      if (isTable(file)) {
        read(file);
      } else {
        others.add(file.name());
      }
    }
    if (ways.isEmpty()) {
      FileKind.check(files.iterator().next(), FileKind.CSV);
      throw new FileFormatException(path, "must hold a table of songs, but holds none");
    }
    if (ways.size() > 1) {
      List<String> firsts = List.copyOf(ways.values());
      warnings.add(
          "the columns of %s are not used like those of %s, but: %s"
              .formatted(firsts.get(1), firsts.get(0), List.copyOf(ways.keySet()).get(1)));
    }
    if (!others.isEmpty()) {
      warnings.add(
          "%d files are no tables of songs, and are left out, such as %s"
              .formatted(
                  others.size(),
                  String.join(", ", others.subList(0, Math.min(MAX_EXAMPLES, others.size())))));
    }
    warnings.forEach(report::warn);
  }

  /** A caller who names columns may know of songs where no name tells them. */
  private boolean isTable(InputFile file) throws IOException {
    FileKind kind = FileKind.of(file);
    boolean named = !options.columns().isEmpty() || !options.hasHeader();
    return kind == FileKind.CSV || (named && kind == FileKind.TABLE);
  }

  private void read(InputFile file) throws IOException {
    CsvTable table = CsvTable.read(file, options, playlist(file), history, report);
    if (ways.isEmpty()) {
      report.columns(table.columns().report());
    }
    ways.putIfAbsent(used(table), file.name());
    warnings.addAll(table.warnings());
    if (table.hasTimes().isPresent()) {
      timed.putIfAbsent(table.hasTimes().get(), file.name());
    }
    if (timed.size() > 1) {
      throw new FileFormatException(
          path,
          "must hold tables that all say when songs were played, or none that does, but %s does,"
                  .formatted(timed.get(true))
              + " and %s does not: give them one by one".formatted(timed.get(false)));
    }
  }

  private static String used(CsvTable table) {
    return table.columns().report().used().toString();
  }

  /** What a file is called without its ending, or with it where another is called the same. */
  private String playlist(InputFile file) {
    String whole =
        file.entry().isEmpty()
            ? path.relativize(file.path()).toString().replace('\\', '/')
            : file.entry();
    String name = whole.replaceFirst("(?i)\\.gz$", "").replaceFirst("(?<=[^/])\\.[^./]{1,5}$", "");
    return names.add(name) ? name : whole;
  }
}
