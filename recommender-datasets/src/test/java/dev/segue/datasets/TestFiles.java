package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that tests read: compressed, damaged and far too large ones. */
final class TestFiles {

  private TestFiles() {}

  static Path gzip(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(UTF_8));
    }
    return file;
  }

  /** An archive of entries: name, text, name, text. */
  static Path zip(Path file, String... entries) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < entries.length; i += 2) {
        out.putNextEntry(new ZipEntry(entries[i]));
        out.write(entries[i + 1].getBytes(UTF_8));
        out.closeEntry();
      }
    }
    return file;
  }

  /** One line of 32 megabytes, after a beginning. */
  static Path longLine(Path file, String beginning, char letter) throws IOException {
    byte[] block = String.valueOf(letter).repeat(1 << 20).getBytes(UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(beginning.getBytes(UTF_8));
      for (int i = 0; i < 32; i++) {
        out.write(block);
      }
    }
    return file;
  }

  /** Half of what a file holds. */
  static Path cutOff(Path file, Path whole) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    return Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }
}
