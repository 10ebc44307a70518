package dev.segue.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("songs.txt");
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFiles.write(file, out -> out.write(text.getBytes(UTF_8)));
  }

  @Test
  void write_newFile_holdsTheContentAlone() throws IOException {
    write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(files()).containsExactly("songs.txt");
  }

  @Test
  void write_oldFile_isReplaced() throws IOException {
    Files.writeString(file, "a longer old one");
    write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(files()).containsExactly("songs.txt");
  }

  @Test
  void write_untilItEnds_leavesTheOldFileInItsPlace() throws IOException {
    Files.writeString(file, "old");
    AtomicFiles.write(
        file,
        out -> {
          out.write(new byte[1_000_000]);
          out.flush();
          assertThat(file).hasContent("old");
        });
    assertThat(file).hasSize(1_000_000);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
  void write_keepsThePermissionsOfTheReplacedFile() throws IOException {
    Files.writeString(file, "old");
    for (String permissions : List.of("rw-------", "r--r-----", "rwxrwxrwx")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      write(file, "new");
      assertThat(permissions(file)).isEqualTo(permissions);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
  void write_newFile_hasThePermissionsOfAnyNewFile() throws IOException {
    write(file, "new");
    assertThat(permissions(file))
        .isEqualTo(permissions(Files.createFile(folder.resolve("any.txt"))));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
  void write_overAPrivateFile_isPrivateFromTheFirstByteOn() throws IOException {
    Set<PosixFilePermission> ownerAlone = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerAlone));
    AtomicFiles.write(
        file, out -> assertThat(permissions(folder.resolve(unfinished()))).isEqualTo("rw-------"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "only administrators may make links")
  void write_symbolicLink_replacesWhatItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createFile(file));
    write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "only administrators may make links")
  void write_symbolicLinkToNothing_makesWhatItNames() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path link =
        Files.createSymbolicLink(inner.resolve("link"), Path.of("../" + file.getFileName()));
    Path linkToLink = Files.createSymbolicLink(folder.resolve("link"), link);
    write(linkToLink, "new");
    assertThat(linkToLink).isSymbolicLink();
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "only administrators may make links")
  void write_symbolicLinkIntoNoFolder_saysSo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none/new"));
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> write(link, "new"))
        .withMessage(link + ": there is no folder " + folder.resolve("none"));
    assertThat(link).isSymbolicLink();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "only administrators may make links")
  void write_symbolicLinkToItself_saysSo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
    assertThatExceptionOfType(FileSystemLoopException.class).isThrownBy(() -> write(link, "new"));
  }

  @Test
  void write_directory_saysSo() {
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> write(folder, "new"))
        .withMessage(folder + ": must be a file, but is a folder");
  }

  @Test
  @EnabledIf("hasDevNull")
  void write_device_saysSo() {
    Path device = Path.of("/dev/null");
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> write(device, "new"))
        .withMessage("/dev/null: must be a file, but is a device or a pipe");
  }

  static boolean hasDevNull() {
    return Files.exists(Path.of("/dev/null"));
  }

  @Test
  void write_withoutAFolder_saysSo() {
    Path nowhere = folder.resolve("no/songs.txt");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> write(nowhere, "new"))
        .withMessage("%s: there is no folder %s", nowhere, folder.resolve("no"));
  }

  @Test
  void write_failsInTheMiddle_leavesTheOldFileAlone() throws IOException {
    Files.writeString(file, "old");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(new byte[1_000_000]);
                      throw new IOException("no more songs");
                    }))
        .withMessage("no more songs");
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly("songs.txt");
  }

  @Test
  void write_interrupted_leavesTheOldFileAlone() throws IOException {
    Files.writeString(file, "old");
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(ClosedByInterruptException.class)
        .isThrownBy(() -> write(file, "new"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly("songs.txt");
  }

  /** The file is forced to disk before it replaces the old one, and the folder after that. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a folder cannot be opened, nor forced")
  void write_isForcedToDisk_andThenItsFolder() throws IOException {
    String temporary = "";
    List<String> forced = new ArrayList<>();
    Path events = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold();
      recording.start();
      temporary = writeAndNameTemporary();
      recording.stop();
      recording.dump(events);
    }
    for (RecordedEvent event : RecordingFile.readAllEvents(events)) {
      forced.add(event.getString("path"));
    }
    assertThat(forced).containsExactly(folder.resolve(temporary).toString(), folder.toString());
  }

  private String writeAndNameTemporary() throws IOException {
    List<String> names = new ArrayList<>();
    AtomicFiles.write(file, out -> names.add(unfinished()));
    return names.get(0);
  }

  @Test
  void write_removesWhatAKilledProcessLeft() throws Exception {
    Process killed = WritingProcess.start(file);
    assertThat(unfinished()).isNotEmpty();
    killed.destroyForcibly().waitFor();
    assertThat(unfinished()).isNotEmpty();

    write(file, "new");

    assertThat(file).hasContent("new");
    assertThat(files()).containsExactly("songs.txt");
  }

  @Test
  void write_toAnotherPlace_leavesWhatAKilledProcessLeft() throws Exception {
    WritingProcess.start(file).destroyForcibly().waitFor();
    String left = unfinished();

    write(folder.resolve("other.txt"), "new");

    assertThat(files()).containsExactly(left, "other.txt");
  }

  @Test
  void write_leavesAloneWhatAnotherProcessIsWriting() throws Exception {
    Process other = WritingProcess.start(file);
    String unfinished = unfinished();

    write(file, "ours");

    assertThat(files()).containsExactly(unfinished, "songs.txt");
    assertThat(file).hasContent("ours");
    assertThat(WritingProcess.finish(other)).isZero();
    assertThat(file).hasContent(WritingProcess.TEXT);
    assertThat(files()).containsExactly("songs.txt");
  }

  @Test
  void write_leavesAloneWhatAnotherThreadIsWriting() throws IOException {
    AtomicFiles.write(
        file,
        out -> {
          write(file, "in between");
          assertThat(file).hasContent("in between");
          out.write("last".getBytes(UTF_8));
        });
    assertThat(file).hasContent("last");
    assertThat(files()).containsExactly("songs.txt");
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "a file that another thread replaces at this moment may be refused")
  void write_byTwoThreadsAtOnce_oneWinsWhole() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 50; round++) {
        List<Callable<Void>> writers = List.of(() -> writeMany('a'), () -> writeMany('b'));
        for (Future<Void> writer : threads.invokeAll(writers)) {
          writer.get();
        }
        String text = Files.readString(file);
        assertThat(text).hasSize(200_000).containsOnlyOnce(text.substring(0, 1).repeat(200_000));
        assertThat(files()).containsExactly("songs.txt");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Void writeMany(char letter) throws IOException {
    AtomicFiles.write(
        file,
        out -> {
          for (int i = 0; i < 200_000; i++) {
            out.write(letter);
          }
        });
    return null;
  }

  @Test
  void replace_putsAllFilesInTheirPlaces_andRemovesTheUnwanted() throws IOException {
    Path tags = folder.resolve("tags.txt");
    Path unwanted = Files.createFile(folder.resolve("unwanted.txt"));
    try (AtomicFiles files = new AtomicFiles()) {
      Writer songs = files.addText(file);
      files.addText(tags).write("90s");
      files.remove(unwanted);
      files.remove(folder.resolve("never-there.txt"));
      songs.write("Jóga");
      assertThat(file).doesNotExist();
      assertThat(unwanted).exists();
      files.replace();
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(new byte[] {'J', -61, -77, 'g', 'a'});
    assertThat(tags).hasContent("90s");
    assertThat(files()).containsExactly("songs.txt", "tags.txt");
  }

  @Test
  void replace_again_putsTheNextFilesInTheirPlaces() throws IOException {
    Path other = folder.resolve("other.txt");
    try (AtomicFiles files = new AtomicFiles()) {
      files.addText(file).write("one");
      files.replace();
      files.addText(other).write("two");
      assertThat(file).hasContent("one");
      files.replace();
    }
    assertThat(other).hasContent("two");
    assertThat(files()).containsExactly("other.txt", "songs.txt");
  }

  @Test
  void replace_afterContentWasClosed_isDone() throws IOException {
    try (AtomicFiles files = new AtomicFiles()) {
      try (Writer text = files.addText(file)) {
        text.write("one");
      }
      try (OutputStream bytes = files.add(folder.resolve("other.txt"))) {
        bytes.write('2');
      }
      files.replace();
    }
    assertThat(file).hasContent("one");
    assertThat(folder.resolve("other.txt")).hasContent("2");
  }

  @Test
  void close_withoutReplace_leavesAllAsItWas() throws IOException {
    Files.writeString(file, "old");
    Path unwanted = Files.createFile(folder.resolve("unwanted.txt"));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try (AtomicFiles files = new AtomicFiles()) {
                files.remove(unwanted);
                files.addText(file).write("new");
                files.addText(folder.resolve("other.txt")).write("new");
                throw new IllegalStateException("no more songs");
              }
            })
        .withMessage("no more songs");
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly("songs.txt", "unwanted.txt");
  }

  private String unfinished() throws IOException {
    return files().stream().filter(name -> name.startsWith(".segue-")).findAny().orElseThrow();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = new ArrayList<>(files.map(each -> "" + each.getFileName()).toList());
      Collections.sort(names);
      return names;
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
