package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds out which format the files at a path are of. One thread at a time. */
final class FormatRecognition {

  /** So many files with names alike tell what the others are. */
  private static final int SAMPLE = 3;

  /** If the names of files with one ending are of more forms, all are taken for alike. */
  private static final int MAX_FORMS = 100;

  /** The only hidden file that people mean, on a player that they give as a folder. */
  private static final String HIDDEN_LOG = ".scrobbler.log";

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /** What comes along in an export of a history: it is read by the format named alone. */
  private static final Map<DatasetFormat, DatasetFormat> BESIDE =
      Map.of(
          DatasetFormat.SPOTIFY, DatasetFormat.SPOTIFY_PLAYLISTS,
          DatasetFormat.YOUTUBE, DatasetFormat.CSV);

  private static final int MAX_EXAMPLES = 3;

  /**
   * The files of a format.
   *
   * @param count how many there are
   * @param example the first
   */
  private record Found(int count, InputFile example) {
    Found and(Found more) {
      return new Found(count + more.count, example);
    }
  }

  private final Path path;

  private final Map<DatasetFormat, Found> found = new EnumMap<>(DatasetFormat.class);

  /** What else there is, in sentences. */
  private final List<String> others = new ArrayList<>();

  private FormatRecognition(Path path) {
    this.path = path;
  }

  static DatasetFormat of(Path path) throws IOException {
    if (isYesFolder(path)) {
      return DatasetFormat.YES;
    }
    try (InputFiles files = InputFiles.of(path, "", HIDDEN_LOG)) {
      boolean single = !Files.isDirectory(path) && !InputFile.isZip(path);
      return single
          ? ofFile(files.iterator().next())
          : new FormatRecognition(path).ofFiles(files, !Files.isDirectory(path));
    }
  }

  private static boolean isYesFolder(Path path) {
    return Files.exists(path.resolve(YesDataset.WHOLE_FILE))
        || Files.exists(path.resolve(YesDataset.TRAINING_FILE));
  }

  private static DatasetFormat ofFile(InputFile file) throws IOException {
    FileKind kind = FileKind.of(file);
    if (kind == FileKind.EMPTY) {
      throw file.fault("must be of a format that Segue reads, but is empty");
    }
    return DatasetFormat.of(kind).orElseThrow(() -> unknown(file));
  }

  private static FileFormatException unknown(InputFile file) {
    return file.fault(
        "must be of a format that Segue reads, but this looks like " + described(file));
  }

  private static String described(InputFile file) {
    try {
      return FileKind.describe(file);
    } catch (IOException e) {
      return "a file that cannot be read: " + e.getMessage();
    }
  }

  private DatasetFormat ofFiles(InputFiles files, boolean archive) throws IOException {
    for (List<InputFile> alike : alike(files)) {
      count(alike);
    }
    BESIDE.forEach(
        (history, other) -> {
          if (found.containsKey(history)) {
            found.remove(other);
          }
        });
    Map.Entry<DatasetFormat, Found> most =
        found.entrySet().stream()
            .max(Comparator.comparing(each -> each.getValue().count()))
            .orElseThrow(() -> fault("of a format that Segue reads", "none: " + examples()));
    if (2 * most.getValue().count() <= found.values().stream().mapToInt(Found::count).sum()) {
      throw fault("of one format", counted() + "; name the format, or move the others away");
    }
    DatasetFormat format = most.getKey();
    if (!format.readsManyFiles() && !(archive && files.size() == 1)) {
      throw fault("of a format that can be read together", counted() + "; give one file");
    }
    return format;
  }

  private FileFormatException fault(String rule, String holds) {
    return new FileFormatException(path, "must hold files %s, but holds %s".formatted(rule, holds));
  }

  private String examples() {
    return String.join("; ", others);
  }

  /**
   * Files with names alike but for digits or, if there are too many forms, with the same ending.
   */
  private static List<List<InputFile>> alike(InputFiles files) {
    Map<String, Map<String, List<InputFile>>> endings = new TreeMap<>();
    for (InputFile file : files) {
      endings
          .computeIfAbsent(ending(file.name()), key -> new LinkedHashMap<>())
          .computeIfAbsent(form(file.name()), key -> new ArrayList<>())
          .add(file);
    }
    List<List<InputFile>> alike = new ArrayList<>();
    for (Map<String, List<InputFile>> forms : endings.values()) {
      if (forms.size() <= MAX_FORMS) {
        alike.addAll(forms.values());
      } else {
        alike.add(forms.values().stream().flatMap(List::stream).toList());
      }
    }
    return alike;
  }

  private static String form(String name) {
    String plain = name.replace('\\', '/');
    return DIGITS.matcher(plain.substring(plain.lastIndexOf('/') + 1)).replaceAll("#");
  }

  private static String ending(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    return plain.substring(plain.lastIndexOf('.') + 1);
  }

  /** Counts files with names alike, as those looked into are. */
  private void count(List<InputFile> alike) throws IOException {
    int looked = 0;
    for (InputFile file : alike.subList(0, Math.min(SAMPLE, alike.size()))) {
      looked++;
      int stands = looked == SAMPLE ? alike.size() - SAMPLE + 1 : 1;
      FileKind kind = FileKind.of(file);
      DatasetFormat format = DatasetFormat.of(kind).orElse(null);
      if (format != null) {
        found.merge(format, new Found(stands, file), Found::and);
      } else if (others.size() < MAX_EXAMPLES) {
        others.add(
            file.name()
                + (kind == FileKind.EMPTY ? " is empty" : " looks like " + described(file)));
      }
    }
  }

  private String counted() {
    return found.entrySet().stream()
        .map(
            each ->
                "%d of %s (such as %s)"
                    .formatted(
                        each.getValue().count(), each.getKey(), each.getValue().example().name()))
        .collect(Collectors.joining(", "));
  }
}
