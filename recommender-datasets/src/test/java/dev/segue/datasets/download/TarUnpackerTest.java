package dev.segue.datasets.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive is unpacked completely or not at all, and never outside its folder. */
class TarUnpackerTest {

  private static final TarUnpacker.Limits LIMITS = new TarUnpacker.Limits(20, 1 << 26);

  @TempDir Path outside;

  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    outside = outside.toRealPath();
    folder = Files.createDirectory(outside.resolve("folder"));
  }

  @Test
  void filesAndFolders() throws IOException {
    unpack(
        new TarFile()
            .folder("./")
            .folder("dataset/")
            .folder("dataset/empty/")
            .file("dataset/yes_big/train.txt", "1 2\n")
            .file("./Élan.txt", "é")
            .gzip());

    assertThat(folder.resolve("dataset/empty")).isEmptyDirectory();
    assertThat(folder.resolve("dataset/yes_big/train.txt")).hasContent("1 2\n");
    assertThat(folder.resolve("Élan.txt")).usingCharset(UTF_8).hasContent("é");
    assertThat(below()).hasSize(5);
  }

  @Test
  void filesOfTheUser_withOtherNamesStay() throws IOException {
    Files.createDirectories(folder.resolve("dataset"));
    Files.writeString(folder.resolve("dataset/train.txt"), "old");
    Files.writeString(folder.resolve("dataset/notes.txt"), "mine");

    unpack(new TarFile().file("dataset/train.txt", "new").gzip());

    assertThat(folder.resolve("dataset/train.txt")).hasContent("new");
    assertThat(folder.resolve("dataset/notes.txt")).hasContent("mine");
  }

  @Test
  void whatAKilledProcessLeft_isCleared() throws IOException {
    Files.createDirectories(folder.resolve(".a.tar.gz.unpacking/dataset"));
    Files.writeString(folder.resolve(".a.tar.gz.unpacking/dataset/half.txt"), "ha");

    unpack(new TarFile().file("dataset/whole.txt", "whole").gzip());

    assertThat(below()).containsExactly("dataset", "dataset/whole.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ../x             | name must not lead out of the folder
          a/../../x        | name must not lead out of the folder
          a/..             | name must not lead out of the folder
          /x               | name must be relative, but is absolute
          C:x              | name must be relative, but is absolute
          ..\\x            | name must not hold a backslash
          a/nul.txt        | name must not be that of a device, 'nul.txt'
          """)
  void name_refused(String name, String problem) throws IOException {
    assertRefused(
        new TarFile().file("good", "good").file(name, "bad").gzip(),
        "entry '%s': %s".formatted(name, problem));
    assertThat(outside.resolve("x")).doesNotExist();
  }

  @Test
  void name_withControlCharacters() throws IOException {
    assertRefused(
        new TarFile().file("a\u001B[2Jb", "bad").gzip(),
        "entry 'a\\u001b[2Jb': name must not hold a control character");
  }

  @Test
  void name_tooLong() throws IOException {
    assertRefused(
        new TarFile().file("a/".repeat(600) + "a", "bad").gzip(),
        "entry '%s...': name must have 1 to 1000 characters, but has 1201"
            .formatted("a/".repeat(50)));
  }

  @Test
  void name_twice() throws IOException {
    assertRefused(
        new TarFile().file("a", "1").file("b", "2").file("./a", "3").gzip(),
        "entry './a': must be in the archive once, as a file or as a folder");
    assertRefused(
        new TarFile().file("a", "1").file("a/b", "2").gzip(),
        "entry 'a/b': must be in the archive once, as a file or as a folder");
    assertRefused(
        new TarFile().file("a/b", "1").folder("a/b/c/d/").gzip(),
        "entry 'a/b/c/d/': must be in the archive once, as a file or as a folder");
  }

  @Test
  void name_ofTheTemporaryFolder() throws IOException {
    String name = ".a.tar.gz.unpacking/x";
    assertRefused(
        new TarFile().file(name, "lost").gzip(),
        "entry '%s': name must not be that of the folder in which it is unpacked".formatted(name));
  }

  @Test
  void kind_refused() throws IOException {
    assertKindRefused(TarConstants.LF_SYMLINK, "a symbolic link");
    assertKindRefused(TarConstants.LF_LINK, "a hard link");
    assertKindRefused(TarConstants.LF_CHR, "a device");
    assertKindRefused(TarConstants.LF_BLK, "a device");
    assertKindRefused(TarConstants.LF_FIFO, "a pipe");
    assertKindRefused((byte) 'w', "something else");
  }

  private void assertKindRefused(byte kind, String name) throws IOException {
    assertRefused(
        new TarFile().file("good", "good").special("bad", kind, "../x").file("bad/x", "").gzip(),
        "entry 'bad': must be a file or a folder, but is " + name);
  }

  @ParameterizedTest
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "only administrators may make links")
  @ValueSource(strings = {"dataset", "dataset/train.txt"})
  void symbolicLinkInItsPlace(String link) throws IOException {
    Path elsewhere = Files.createDirectory(outside.resolve("elsewhere"));
    Path file = Files.writeString(elsewhere.resolve("train.txt"), "mine");
    Path place = folder.resolve(link);
    Files.createDirectories(place.getParent());
    Files.createSymbolicLink(place, link.endsWith(".txt") ? file : elsewhere);
    byte[] archive = new TarFile().file("a", "a").file("dataset/train.txt", "theirs").gzip();

    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(
            "%s: must be a %s to be unpacked to, but is a symbolic link"
                .formatted(place, link.endsWith(".txt") ? "file" : "folder"));
    assertThat(file).hasContent("mine");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void folderInTheFilesPlace() throws IOException {
    Files.createDirectory(folder.resolve("a"));
    byte[] archive = new TarFile().file("a", "a").gzip();

    assertThatThrownBy(() -> unpack(archive))
        .hasMessage(
            "%s: must be a file to be unpacked to, but is something else", folder.resolve("a"));
  }

  @Test
  void entries_tooMany() throws IOException {
    TarFile tar = new TarFile();
    for (int entry = 0; entry <= LIMITS.entries(); entry++) {
      tar.file("file" + entry, "");
    }

    assertRefused(tar.gzip(), "must hold at most 20 entries, but holds more");
  }

  @Test
  void bomb() throws IOException {
    byte[] archive = new TarFile().file("zeros", new byte[17 << 20]).gzip();

    assertThat(archive).hasSizeLessThan(1 << 16);
    assertRefused(archive, "must unpack to at most 16777216 bytes, but unpacks to more");
  }

  @Test
  void bytes_tooMany() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    byte[] archive = new TarFile().file("noise", noise).gzip();

    assertRefused(
        archive,
        new TarUnpacker.Limits(20, 50_000),
        "must unpack to at most 50000 bytes, but unpacks to more");
  }

  @Test
  void header_tooLong() throws IOException {
    assertRefused(
        new TarFile()
            .special("long name", TarConstants.LF_GNUTYPE_LONGNAME, "", new byte[2 << 20])
            .file("a", "a")
            .gzip(),
        "header of an entry, or what follows the last, is too long");
  }

  @Test
  void tail_tooLong() throws IOException {
    byte[] tar = new TarFile().file("a", "a").tar();

    assertRefused(
        TarFile.gzip(Arrays.copyOf(tar, tar.length + (2 << 20))),
        "header of an entry, or what follows the last, is too long");
  }

  @Test
  void cutOff_anywhere() throws IOException {
    byte[] noise = new byte[30_000];
    new Random(1).nextBytes(noise);
    byte[] archive = new TarFile().file("a", "a").file("noise", noise).gzip();

    for (int length : new int[] {0, 1, 9, 15, 300, archive.length / 2, archive.length - 1}) {
      assertDamaged(Arrays.copyOf(archive, length));
    }
  }

  @Test
  void cutOff_beforeItWasCompressed() throws IOException {
    byte[] tar = new TarFile().file("a", "a".repeat(2000)).tar();

    assertDamaged(TarFile.gzip(Arrays.copyOf(tar, 1500)));
    assertDamaged(TarFile.gzip(Arrays.copyOf(tar, 2560)));
    assertDamaged(TarFile.gzip(Arrays.copyOf(tar, 2700)));
  }

  @Test
  void damaged_anywhere() throws IOException {
    byte[] noise = new byte[30_000];
    new Random(1).nextBytes(noise);
    byte[] archive = new TarFile().file("a", "a").file("noise", noise).gzip();

    for (int at : new int[] {0, archive.length / 2, archive.length - 6, archive.length - 1}) {
      byte[] damaged = archive.clone();
      damaged[at] ^= 0x40;
      assertDamaged(damaged);
    }
  }

  @Test
  void header_damaged() throws IOException {
    byte[] tar = new TarFile().file("a", "a").tar();
    tar[0] = 'b';

    assertRefused(TarFile.gzip(tar), "entry 'b': header must have its checksum, but does not");
  }

  @Test
  void empty() throws IOException {
    String problem = "must hold at least 1 file or folder, but holds none";
    assertRefused(new TarFile().gzip(), problem);
    assertRefused(new TarFile().folder("./").gzip(), problem);
    assertRefused(TarFile.gzip(new byte[0]), problem);
  }

  private void assertDamaged(byte[] archive) throws IOException {
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(outside.resolve("a.tar.gz") + ": is damaged or cut off (")
        .hasMessageEndingWith("); delete it to download it again");
    assertThat(below()).isEmpty();
  }

  private void assertRefused(byte[] archive, String problem) throws IOException {
    assertRefused(archive, LIMITS, problem);
  }

  private void assertRefused(byte[] archive, TarUnpacker.Limits limits, String problem)
      throws IOException {
    assertThatThrownBy(() -> unpack(archive, limits))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(outside.resolve("a.tar.gz") + ": " + problem);
    assertThat(below()).isEmpty();
  }

  private void unpack(byte[] archive) throws IOException {
    unpack(archive, LIMITS);
  }

  private void unpack(byte[] archive, TarUnpacker.Limits limits) throws IOException {
    Path file = Files.write(outside.resolve("a.tar.gz"), archive);
    new TarUnpacker(file, folder, limits).unpack();
  }

  private Stream<String> below() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .skip(1)
          .map(path -> folder.relativize(path).toString().replace(File.separatorChar, '/'))
          .sorted()
          .toList()
          .stream();
    }
  }
}
