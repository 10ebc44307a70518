package dev.segue.datasets.history;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;

/** Reads the plays that a file has in an array: one with a fault costs no other. */
final class JsonEntries {

  /** Reads one element, and counts it. */
  @FunctionalInterface
  interface Reader {
    void read(JsonInput json) throws IOException;
  }

  private JsonEntries() {}

  /**
   * Reads each element of the array here; those that cannot be read are counted.
   *
   * @throws FileFormatException if the JSON is invalid, or too many cannot be read
   */
  static void readEach(JsonInput json, ReadingReport report, Reader reader) throws IOException {
    json.beginArray();
    int array = json.depth();
    for (long number = 1; json.nextElement(); number++) {
      try {
        reader.read(json);
      } catch (FileFormatException e) {
        json.skipElement(array, e);
        report.skip(e);
      } catch (IllegalArgumentException e) {
        FileFormatException fault = json.fault(String.valueOf(e.getMessage()));
        json.skipElement(array, fault);
        report.skip(fault);
      }
      json.lastComplete("play " + number);
    }
  }
}
