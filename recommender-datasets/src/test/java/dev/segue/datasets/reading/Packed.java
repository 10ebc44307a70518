package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Compressed files, for the tests of readers. */
public final class Packed {

  private Packed() {}

  public static Path gzip(Path file, String text) throws IOException {
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
      stream.write(text.getBytes(UTF_8));
    }
    return file;
  }

  /** A small file that unpacks to 64 MiB of one letter after some text. */
  public static Path bomb(Path file, String begin) throws IOException {
    byte[] block = new byte[1 << 20];
    Arrays.fill(block, (byte) 'a');
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
      stream.write(begin.getBytes(UTF_8));
      for (int count = 0; count < 64; count++) {
        stream.write(block);
      }
    }
    return file;
  }

  /** An archive of one file that is not compressed. */
  static Path stored(Path file, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    entry.setCrc(checksum.getValue());
    try (ZipOutputStream stream = new ZipOutputStream(Files.newOutputStream(file))) {
      stream.putNextEntry(entry);
      stream.write(bytes);
    }
    return file;
  }

  public static Path zip(Path file, Map<String, String> entries) throws IOException {
    try (ZipOutputStream stream = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        stream.putNextEntry(new ZipEntry(entry.getKey()));
        stream.write(entry.getValue().getBytes(UTF_8));
      }
    }
    return file;
  }
}
