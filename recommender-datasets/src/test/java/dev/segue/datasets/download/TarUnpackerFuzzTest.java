package dev.segue.datasets.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.segue.FileFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unpacks archives whose headers are forged with the right checksums: an archive is unpacked within
 * its limits, as files and folders inside its folder, or leaves nothing and is refused. As an
 * ordinary test it replays the archives in {@code TarUnpackerFuzzTestInputs}; with {@code -Pfuzz},
 * Jazzer thinks of archives.
 */
@Timeout(60)
class TarUnpackerFuzzTest {

  private static final TarUnpacker.Limits LIMITS = new TarUnpacker.Limits(5, 20_000);
  private static final String ARCHIVE = "a.tar.gz";
  private static final int BLOCK = TarConstants.DEFAULT_RCDSIZE;

  private static final String[] NAMES = {
    "a",
    "b",
    "a/b",
    "a/b/c",
    "./a",
    "a/",
    ".",
    "./",
    "..",
    "../x",
    "a/../../x",
    "a/..",
    "/x",
    "//x",
    "C:x",
    "..\\x",
    "nul",
    "a/CON.txt",
    "",
    "é",
    "a\0b",
    "a\nb",
    "~/x",
    " ",
    "a ",
    "a.",
    ".a.tar.gz.unpacking",
    ".a.tar.gz.unpacking/x",
    "n".repeat(99),
    "n".repeat(100),
    "mine"
  };
  private static final String[] PAX_KEYS = {
    "path",
    "linkpath",
    "size",
    "mtime",
    "uid",
    "GNU.sparse.map",
    "GNU.sparse.major",
    "GNU.sparse.minor",
    "GNU.sparse.name",
    "GNU.sparse.realsize",
    "GNU.sparse.numblocks",
    "GNU.sparse.size",
    "GNU.sparse.offset",
    "GNU.sparse.numbytes",
    "SCHILY.filetype",
    "hdrcharset",
    "SCHILY.realsize"
  };
  private static final String[] NUMBERS = {
    "0",
    "1",
    "2",
    "-1",
    "7",
    "512",
    "1000",
    "99999",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "1e9",
    "NaN",
    "x",
    "0,1",
    "0,512,512,0",
    "1,0"
  };
  private static final byte[] KINDS = {
    0, '0', '1', '2', '3', '4', '5', '6', '7', 'L', 'K', 'x', 'g', 'X', 'S', 'D', 'V', 'N'
  };

  @TempDir static Path temporary;

  private Path outside;

  @BeforeEach
  void prepare() throws IOException {
    outside = temporary.toRealPath();
  }

  @FuzzTest(maxDuration = "30m")
  void archives(FuzzedDataProvider fuzz) throws IOException {
    clear();
    Path folder = Files.createDirectory(outside.resolve("folder"));
    Path mine = Files.writeString(outside.resolve("x"), "mine");
    Path archive = Files.write(outside.resolve(ARCHIVE), TarFile.gzip(tar(fuzz)));
    boolean unpacked = true;
    try {
      new TarUnpacker(archive, folder, LIMITS).unpack();
    } catch (FileFormatException e) {
      assertThat(e.getMessage()).startsWith(archive + ": ").hasSizeLessThan(1_000);
      unpacked = false;
    }
    assertThat(mine).hasContent("mine");
    assertThat(below(outside.resolve("folder")).isEmpty()).isEqualTo(!unpacked);
    try (Stream<Path> all = Files.list(outside)) {
      assertThat(all).containsExactlyInAnyOrder(folder, mine, archive);
    }
    checkLimits(below(folder));
  }

  private static void checkLimits(List<Path> unpacked) throws IOException {
    long bytes = 0;
    int files = 0;
    for (Path path : unpacked) {
      assertThat(path.toRealPath()).isEqualTo(path);
      if (Files.isRegularFile(path, NOFOLLOW_LINKS)) {
        bytes += Files.size(path);
        files++;
      } else {
        assertThat(path).isDirectory();
      }
    }
    assertThat(bytes).isLessThanOrEqualTo(LIMITS.bytes());
    assertThat(files).isLessThanOrEqualTo(LIMITS.entries());
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.skip(1).toList();
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> paths = Files.walk(outside)) {
      for (Path path : paths.skip(1).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static byte[] tar(FuzzedDataProvider fuzz) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (int count = fuzz.consumeInt(0, 7); count > 0; count--) {
      addEntry(tar, fuzz);
    }
    tar.writeBytes(new byte[BLOCK * fuzz.pickValue(new int[] {2, 20, 1, 0})]);
    byte[] all = tar.toByteArray();
    return fuzz.consumeInt(0, 20) == 1 ? Arrays.copyOf(all, fuzz.consumeInt(0, all.length)) : all;
  }

  private static void addEntry(ByteArrayOutputStream tar, FuzzedDataProvider fuzz) {
    byte kind = fuzz.consumeInt(0, 2) == 0 ? fuzz.pickValue(KINDS) : (byte) '0';
    byte[] content =
        switch (kind) {
          case 'L', 'K' -> (name(fuzz) + "\0".repeat(fuzz.consumeInt(0, 1))).getBytes(UTF_8);
          case 'x', 'g', 'X' -> pax(fuzz);
          default -> fuzz.consumeBytes(fuzz.consumeInt(0, 700));
        };
    byte[] header = new byte[BLOCK];
    put(header, 0, 100, name(fuzz).getBytes(UTF_8));
    put(header, 100, 8, "0000644\0".getBytes(UTF_8));
    put(header, 108, 8, "0000000\0".getBytes(UTF_8));
    put(header, 116, 8, "0000000\0".getBytes(UTF_8));
    put(header, 124, 12, size(content.length, fuzz));
    put(header, 136, 12, "00000000000\0".getBytes(UTF_8));
    header[156] = kind;
    put(header, 157, 100, kind == '1' || kind == '2' ? name(fuzz).getBytes(UTF_8) : new byte[0]);
    put(header, 257, 8, magic(fuzz));
    if (fuzz.consumeInt(0, 9) == 1) {
      put(
          header,
          345,
          155,
          fuzz.consumeBoolean() ? name(fuzz).getBytes(UTF_8) : fuzz.consumeBytes(155));
    }
    put(header, 148, 8, checksum(header, fuzz.consumeInt(0, 20) == 1 ? 1 : 0));
    tar.writeBytes(header);
    tar.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
  }

  private static String name(FuzzedDataProvider fuzz) {
    return switch (fuzz.consumeInt(0, 5)) {
      case 0 -> fuzz.consumeString(20);
      case 1 -> (fuzz.pickValue(NAMES) + "/").repeat(fuzz.consumeInt(1, 60));
      default -> fuzz.pickValue(NAMES);
    };
  }

  private static byte[] size(int length, FuzzedDataProvider fuzz) {
    return switch (fuzz.consumeInt(0, 12)) {
      case 1 -> "%011o\0".formatted(fuzz.consumeInt(0, 100_000)).getBytes(UTF_8);
      case 2 -> fuzz.consumeBytes(12);
      case 3 -> { // as GNU has numbers of base 256
        byte[] size = new byte[12];
        size[0] = (byte) fuzz.pickValue(new int[] {0x80, 0xff});
        byte[] end = fuzz.consumeBytes(8);
        System.arraycopy(end, 0, size, 12 - end.length, end.length);
        yield size;
      }
      default -> "%011o\0".formatted(length).getBytes(UTF_8);
    };
  }

  private static byte[] magic(FuzzedDataProvider fuzz) {
    return fuzz.pickValue(new String[] {"ustar\00000", "ustar  \0", "", "ustar\0tar", "ustar \0\0"})
        .getBytes(UTF_8);
  }

  /** Records of an extended header, each with its length in front. */
  private static byte[] pax(FuzzedDataProvider fuzz) {
    StringBuilder records = new StringBuilder();
    for (int count = fuzz.consumeInt(0, 4); count > 0; count--) {
      String key = fuzz.pickValue(PAX_KEYS);
      boolean isName = key.endsWith("path") || key.endsWith("name");
      String record = " %s=%s\n".formatted(key, isName ? name(fuzz) : fuzz.pickValue(NUMBERS));
      int rest = record.getBytes(UTF_8).length;
      int length = rest + Integer.toString(rest + Integer.toString(rest).length()).length();
      int wrong = fuzz.consumeInt(0, 20) == 1 ? fuzz.consumeInt(-99, 99) : 0;
      records.append(length + wrong).append(record);
    }
    return records.toString().getBytes(UTF_8);
  }

  private static byte[] checksum(byte[] header, int wrong) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = wrong;
    for (byte each : header) {
      sum += each & 0xff;
    }
    return "%06o\0 ".formatted(sum).getBytes(UTF_8);
  }

  private static void put(byte[] header, int at, int length, byte[] value) {
    System.arraycopy(value, 0, header, at, Math.min(length, value.length));
  }
}
