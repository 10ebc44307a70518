package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.ByteLines;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.TextEncoding;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one playlist in PLS. One thread at a time. */
final class PlsReader {

  private static final Pattern ENTRY =
      Pattern.compile("(?i)\\s*+(file|title|numberofentries)\\s*+([0-9]{0,9}+)\\s*+=(.*)");
  private static final Pattern OTHER = Pattern.compile("\\s*+([;#\\[].*|[^=]*+=.*)?");

  private final InputFile file;
  private final Map<Integer, String> locations = new TreeMap<>();
  private final Map<Integer, String> titles = new TreeMap<>();
  private String announced = "";
  private long number;

  private PlsReader(InputFile file) {
    this.file = file;
  }

  /** Adds the playlist of a file. */
  static void read(InputFile file, PlaylistCollector collector) throws IOException {
    PlsReader reader = new PlsReader(file);
    TextEncoding encoding = TextEncoding.of(file);
    if (encoding.equals(TextEncoding.WINDOWS)) {
      collector.noteWindows(file);
    }
    try (ByteLines lines = ByteLines.open(file, M3uReader.MAX_LINE_BYTES)) {
      while (lines.next()) {
        String text = text(lines, encoding);
        for (String line : text.split("\r", -1)) { // as old Macs end lines
          reader.number++;
          reader.add(line);
        }
      }
    }
    collector.begin(file);
    reader.addTo(collector);
  }

  private static String text(ByteLines lines, TextEncoding encoding) throws FileFormatException {
    try {
      return encoding.decode(lines.bytes(), lines.from(), lines.to());
    } catch (CharacterCodingException e) {
      throw lines.fault("must be UTF-8 text, but is not");
    }
  }

  private void add(String line) throws FileFormatException {
    if (line.indexOf('\0') >= 0) {
      throw file.fault(number, "must be text, but holds a NUL byte");
    }
    Matcher entry = ENTRY.matcher(line);
    if (!entry.matches()) {
      if (!OTHER.matcher(line).matches()) {
        throw file.fault(number, "must be like File1=LOCATION, was " + Quotation.quote(line));
      }
      return;
    }
    String name = entry.group(1).toLowerCase(Locale.ROOT);
    String value = entry.group(3).strip();
    if (name.equals("numberofentries")) {
      announced = value;
    } else if (!entry.group(2).isEmpty()) {
      add(name, Integer.parseInt(entry.group(2)), value);
    }
  }

  private void add(String name, int entry, String value) throws FileFormatException {
    boolean location = name.equals("file");
    if (location && value.isEmpty()) {
      throw file.fault(number, "File%d must have a location, but has none".formatted(entry));
    }
    if ((location ? locations : titles).put(entry, value) != null) {
      throw file.fault(
          number,
          "%s%d must be there once, but is there again"
              .formatted(location ? "File" : "Title", entry));
    }
  }

  private void addTo(PlaylistCollector collector) throws FileFormatException {
    for (int entry : titles.keySet()) {
      if (!locations.containsKey(entry)) {
        throw file.fault("Title%d must have a File%1$d, but has none".formatted(entry));
      }
    }
    if (!announced.isEmpty() && !announced.equals(String.valueOf(locations.size()))) {
      collector.warn(
          "%s has %d files, but its NumberOfEntries is %s"
              .formatted(
                  Quotation.escape(file.name()), locations.size(), Quotation.quote(announced)));
    }
    locations.forEach(
        (entry, location) -> {
          String names = titles.getOrDefault(entry, "");
          int between = names.indexOf(M3uReader.NAME_SEPARATOR);
          collector.addLocated(
              location,
              between < 0
                  ? names
                  : names.substring(between + M3uReader.NAME_SEPARATOR.length()).strip(),
              between < 0 ? "" : names.substring(0, between).strip());
        });
    collector.endPlaylist();
  }
}
