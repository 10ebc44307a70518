package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.baselines.MarkovChain;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger's titles, kinds, columns and file names can do to a terminal: nothing. */
class TerminalTextTest {

  private static final String WINDOW_TITLE = "\u001B]0;gone\u0007";
  private static final String CLEAR = "\u001B[2J";
  private static final String CLEAR_IN_ONE = "\u009B2J";
  private static final String BACKWARDS = "\u202Egnp.exe";

  private static final List<Song> SONGS =
      List.of(
          new Song("one" + CLEAR, "Hello" + WINDOW_TITLE, "Ann" + BACKWARDS, List.of()),
          new Song("two" + BACKWARDS, "Over\rwritten" + CLEAR_IN_ONE, "Ann" + CLEAR, List.of()),
          new Song("three" + WINDOW_TITLE, "Isle\u2067\u2028", "", List.of()));

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void train() throws IOException {
    model = folder.resolve("small.segue");
    Catalogue catalogue = Catalogue.of(SONGS);
    PlaylistDataset playlists =
        PlaylistDataset.of(
            catalogue, List.of(catalogue.playlist(SONGS.stream().map(Song::id).toList())));
    MarkovChain.trainer().train(playlists).save(model);
  }

  @Test
  void recommend() {
    Execution execution =
        harmless("recommend", "--model", model.toString(), "--play", SONGS.get(0).id());

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out()).contains("two\\u202egnp.exe", "Over written 2J - Ann [2J");
  }

  @Test
  void recommend_explained() {
    Execution execution =
        harmless(
            "recommend", "--model", model.toString(), "--play", SONGS.get(0).id(), "--explain");

    assertThat(execution.out()).contains("Because", "Hello\\u001b]0;gone\\u0007");
    assertThat(execution.out().lines()).hasSize(4);
  }

  @Test
  void recommend_asJson() throws IOException {
    Execution execution =
        harmless(
            "recommend", "--model", model.toString(), "--play", SONGS.get(0).id(), "--json", "-");

    assertThat(execution.json().get("played").toString()).contains(WINDOW_TITLE, BACKWARDS);
  }

  @Test
  void recommend_ofASongThatIsNone() {
    Execution execution =
        harmless("recommend", "--model", model.toString(), "--play", "Hello" + CLEAR);

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err()).contains("'Hello\\u001b[2J' is no song of the model");
  }

  @Test
  void songs() {
    assertThat(harmless("songs", "--model", model.toString(), "hello").out())
        .contains("Ann\\u202egnp.exe");
  }

  @Test
  void inspect() throws IOException {
    Path file = folder.resolve("other.segue");
    ModelFile.builder("kind" + CLEAR)
        .catalogue(Catalogue.of(SONGS))
        .text("key" + WINDOW_TITLE, "first\nsecond" + BACKWARDS)
        .floats("tensor" + CLEAR_IN_ONE, new float[] {1}, 1)
        .write(file);

    assertThat(harmless("inspect", "--model", file.toString()).out())
        .contains(
            "kind     kind\\u001b[2J\n",
            "key\\u001b]0;gone\\u0007",
            "first\\u000asecond\\u202egnp.exe",
            "tensor\\u009b2J");
  }

  @Test
  void aKindOfManyLetters_isCut() throws IOException {
    Path file = folder.resolve("long.segue");
    String song = SONGS.get(0).id();

    write(file, "\\u001b[2J" + "k".repeat(900));
    Execution shown = harmless("recommend", "--model", file.toString(), "--play", song);
    assertThat(shown.exitCode()).isEqualTo(1);
    assertThat(shown.err()).contains("long.segue: ", "\\u001b[2Jkkk").hasSizeLessThan(3_000);

    write(file, "\\u001b[2J" + "k".repeat(900_000));
    Execution refused = harmless("recommend", "--model", file.toString(), "--play", song);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("long.segue: ").hasSizeLessThan(1_000);
    assertThat(harmless("inspect", "--model", file.toString()).out()).hasSizeLessThan(1_000);
  }

  @Test
  void describe_ofColumns() throws IOException {
    Path file = folder.resolve("plays.csv");
    Files.writeString(
        file,
        """
        user,time,artist,title,%s
        ann,2009-05-04T23:08:57Z,Björk,Hello,1
        ann,%s,Björk,Hello,1
        ann,2009-05-04T23:18:57Z,Björk,Jóga,1
        """
            .formatted("c" + CLEAR, "soon" + WINDOW_TITLE));

    assertThat(harmless("describe", "--data", file.toString()).out())
        .contains("'c\\u001b[2J'", "was 'soon\\u001b]0;gone\\u0007'");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file has such a name there")
  void evaluate_ofAFile() throws IOException {
    Path file = folder.resolve("bad" + WINDOW_TITLE + CLEAR_IN_ONE + ".m3u");
    Files.writeString(file, "#EXTM3U\n#EXT-X-TARGETDURATION:" + CLEAR + "\n");
    Path none = folder.resolve("none" + CLEAR);

    Execution execution =
        harmless("evaluate", "--model", model.toString(), "--data", file.toString());
    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err()).contains("bad\\u001b]0;gone\\u0007\\u009b2J.m3u");
    assertThat(harmless("evaluate", "--model", none.toString(), "--data", "x").err())
        .contains("none\\u001b[2J: no such file");
    assertThat(
            harmless("evaluate", "--model", none.toString(), "--data", "x", "--stacktrace").err())
        .contains("\tat dev.segue.commandline.Evaluate");
  }

  @Test
  void options() {
    assertThat(harmless("compare", "--format", "synthetic", "--only", "all" + CLEAR).err())
        .contains("'all\\u001b[2J'");
    assertThat(harmless("inspect", "--model", "m", "--" + BACKWARDS).err())
        .contains("--\\u202egnp.exe");
    assertThat(harmless("inspect", "--model", "m", "x".repeat(200_000)).err())
        .hasSizeLessThan(11_000);
  }

  @Test
  void theBar_isDrawn_andWhatItNamesIsNot() {
    StringWriter err = new StringWriter();
    try (Progress progress = new Progress(new PrintWriter(err), TerminalTest.of(80))) {
      progress.start("reading " + CLEAR);
      progress.line("read " + CLEAR);
    }

    assertThat(err.toString())
        .contains("\rreading \\u001b[2J", "read \\u001b[2J")
        .doesNotContain("\u001B");
  }

  @Test
  void lines_ofAnySystem_endAsTheyDo() {
    StringWriter raw = new StringWriter();
    PrintWriter text = TerminalText.on(new PrintWriter(raw));

    text.println("a\tb\nc\rd");
    text.printf("%s%n", CLEAR_IN_ONE);
    text.print('\u001B');
    text.write(new char[] {'x', '\u007F', 'y'}, 1, 1);
    text.flush();

    String end = System.lineSeparator();
    assertThat(raw.toString())
        .isEqualTo("a\tb\nc\\u000dd" + end + "\\u009b2J" + end + "\\u001b" + "\\u007f");
  }

  /** Writes a model of a kind that no builder takes. */
  private static void write(Path file, String kind) throws IOException {
    String header =
        "{'__metadata__':{'segue.checksum':'%s','segue.format':'1','segue.kind':'%s','segue.version':'1'}}"
            .formatted("0".repeat(8), kind)
            .replace('\'', '"');
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length())
            .put(header.getBytes(US_ASCII));
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array());
    bytes.put(43, "%08x".formatted(checksum.getValue()).getBytes(US_ASCII));
    Files.write(file, bytes.array());
  }

  private static Execution harmless(String... arguments) {
    Execution execution = Execution.of(arguments);

    assertThat((execution.out() + execution.err()).replace(System.lineSeparator(), "\n"))
        .doesNotContainPattern("[\\p{Cc}\\u2028-\\u202E\\u2066-\\u2069&&[^\\n\\t]]");
    return execution;
  }
}
