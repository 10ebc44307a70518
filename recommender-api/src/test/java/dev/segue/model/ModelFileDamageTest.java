package dev.segue.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading a damaged model file says what is wrong with it. */
class ModelFileDamageTest {

  private static final String TEXT = "'segue.format':'1','segue.kind':'k','segue.version':'0.1'";

  private static final Path DEVICE = Path.of("/dev/null");

  @TempDir private Path folder;

  @Test
  void read_handWrittenFile_givesItsContent() throws IOException {
    String tensors =
        "'b':{'dtype':'U8','shape':[2],'data_offsets':[4,6]},"
            + "'a':{'data_offsets':[0,4],'shape':[1,1],'dtype':'F32'}";
    ModelFile read = ModelFile.read(file(TEXT, tensors, 0, 0, (byte) 0x80, 0x3f, 5, 6));
    assertThat(read.kind()).isEqualTo("k");
    assertThat(read.libraryVersion()).isEqualTo("0.1");
    assertThat(read.floats("a", 1, 1)).containsExactly(1);
    assertThat(read.bytes("b")).containsExactly(5, 6);
  }

  @Test
  void read_missing_saysSo() {
    Path file = folder.resolve("none.segue");
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void read_directory_saysSo() {
    assertThatThrownBy(() -> ModelFile.read(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": must be a file, but is a folder");
  }

  @Test
  @EnabledIf("hasDevNull")
  void read_device_saysSo() {
    assertThatThrownBy(() -> ModelFile.read(DEVICE))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(DEVICE + ": must be a file, but is a device or a pipe");
  }

  static boolean hasDevNull() {
    return Files.exists(DEVICE);
  }

  @Test
  void read_empty_saysSo() throws IOException {
    refused(bytes(new byte[0]), "must be a model file, but is empty");
  }

  @Test
  void read_shorterThanItsLength_isTruncated() throws IOException {
    refused(bytes(new byte[5]), "truncated: must have 8 bytes, but has 5");
  }

  @Test
  void read_shorterThanItsHeader_isTruncated() throws IOException {
    refused(bytes(withHeader(7_999_999, "{")), "truncated: must have 8000007 bytes, but has 9");
  }

  @Test
  void read_shorterThanItsTensors_isTruncated() throws IOException {
    Path file = folder.resolve("whole.segue");
    ModelFile.builder("k").floats("a", new float[100], 100).write(file);
    byte[] whole = Files.readAllBytes(file);
    refused(
        bytes(Arrays.copyOf(whole, whole.length - 1)),
        "truncated: must have %d bytes, but has %d".formatted(whole.length, whole.length - 1));
    refused(
        bytes(Arrays.copyOf(whole, whole.length + 1)),
        "must have %d bytes by its header, but has %d".formatted(whole.length, whole.length + 1));
  }

  @Test
  void read_headerTooLong_isNoSafetensorsFile() throws IOException {
    refused(
        bytes(withHeader(8_000_001, "{}")),
        "not a safetensors file: header must have 2 to 8000000 bytes, but has 8000001");
    refused(
        bytes(withHeader(-1, "{}")),
        "not a safetensors file: header must have 2 to 8000000 bytes, but has"
            + " 18446744073709551615");
  }

  @Test
  void read_headerWithoutBrace_isNoSafetensorsFile() throws IOException {
    refused(
        bytes(withHeader(2, "PK")),
        "not a safetensors file: header must begin with {, but begins with byte 80");
  }

  @Test
  void read_safetensorsOfOthers_isForeign() throws IOException {
    refused(
        bytes(withHeader(56, "{\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}   ")),
        "foreign: a safetensors file, but not written by Segue; header must begin with"
            + " {\"__metadata__\":{\"segue.checksum\":\"");
  }

  @Test
  void read_newerFormat_namesBothVersionsAndTheRemedy() throws IOException {
    // Nothing after the text is checked: neither the unknown tensor nor the checksum.
    String text = "'segue.format':'2','segue.version':'7.1.0'";
    Path file = file(text, "'a':{'dtype':'Q4','blocks':7}");
    byte[] bytes = Files.readAllBytes(file);
    bytes[43]++;
    refused(
        bytes(bytes),
        ("format must be at most 1, was 2: written by Segue 7.1.0, but this is Segue %s;"
                + " read it with Segue 7.1.0 or later")
            .formatted(Header.libraryVersion()));
  }

  @Test
  void read_formatThatIsNoNumber_saysSo() throws IOException {
    refused(
        file("'segue.format':'new'", ""),
        "header segue.format must be a whole number above 0, was 'new'");
  }

  @Test
  void read_textMissing_namesIt() throws IOException {
    refused(
        file("'segue.format':'1','segue.version':'1'", ""),
        "header must hold the text 'segue.kind'; it holds [segue.format, segue.version]");
    refused(file("'a':'b'", ""), "header must hold the text 'segue.format'; it holds [a]");
  }

  @Test
  void read_otherChecksum_isDamaged() throws IOException {
    Path file = file(TEXT, "");
    byte[] bytes = Files.readAllBytes(file);
    String checksum = new String(bytes, 43, 8, UTF_8);
    String other = (checksum.charAt(0) == '0' ? '1' : '0') + checksum.substring(1);
    bytes[43] = (byte) other.charAt(0);
    refused(bytes(bytes), "damaged: checksum must be %s, was %s".formatted(other, checksum));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'dtype':'F16','shape':[1],'data_offsets':[0,2] | must be F32 or U8, was 'F16'",
        "'dtype':'U8','shape':[1]                       | must have a dtype, a shape and two data_offsets",
        "'dtype':'U8','shape':[1],'data_offsets':[0]    | must have a dtype, a shape and two data_offsets",
        "'dtype':'U8','shape':[-1],'data_offsets':[0,1] | must have shape and offsets of up to 8 numbers >= 0, was [], -1",
        "'dtype':'U8','shape':[1,1,1,1,1,1,1,1,1],'data_offsets':[0,1] | must have shape and offsets of up to 8 numbers >= 0, was [1, 1, 1, 1, 1, 1, 1, 1], 1",
        "'dtype':'U8','shape':[1.0],'data_offsets':[0,1] | must have whole numbers, was 1.0",
        "'dtype':'U8','shape':[1],'data_offsets':[0,1],'x':1 | may not have 'x'",
        "'dtype':'U8','shape':[4294967297],'data_offsets':[0,1] | must fit into an array, but has shape [4294967297]",
        "'dtype':'U8','shape':[65536,65536],'data_offsets':[0,1] | must fit into an array, but has shape [65536, 65536]",
        "'dtype':'U8','shape':[2147483647,2147483647,2147483647,2],'data_offsets':[0,1] | must fit into an array, but has shape [2147483647, 2147483647, 2147483647, 2]",
      })
  void read_wrongTensor_saysWhatIsWrong(String tensor, String problem) throws IOException {
    refused(file(TEXT, "'t':{" + tensor + "}", 0, 0), "header tensor 't' " + problem);
  }

  @Test
  void read_tensorOfAnotherLength_saysSo() throws IOException {
    refused(
        file(TEXT, "'t':{'dtype':'F32','shape':[2],'data_offsets':[0,7]}", 0, 0, 0, 0, 0, 0, 0),
        "header tensor 't': F32 [2] must take 8 bytes, but data_offsets are 0 and 7");
  }

  @ParameterizedTest
  @CsvSource({"7fc00000, NaN", "7f800000, Infinity", "ff800000, -Infinity"})
  void read_numberThatIsNotFinite_namesTheTensorAndThePlace(String bits, String value)
      throws IOException {
    refused(notFinite(bits), "tensor 't' must hold finite numbers, but number 1 is " + value);
  }

  @Test
  void read_numberThatIsNotFiniteAndDamage_isDamage() throws IOException {
    byte[] bytes = Files.readAllBytes(notFinite("7fc00000"));
    bytes[bytes.length - 5]++; // of number 0
    assertThatThrownBy(() -> ModelFile.read(bytes(bytes)))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(": damaged: checksum must be ");
  }

  /** A tensor 't' of a number, and of another with these bits. */
  private Path notFinite(String bits) throws IOException {
    int number = Integer.parseUnsignedInt(bits, 16);
    String tensor = "'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";
    return file(TEXT, tensor, 0, 0, 0, 0, number, number >> 8, number >> 16, number >> 24);
  }

  @Test
  void read_moreTextsOrTensorsThanAModelHas_isRefused() throws IOException {
    refused(
        file(TEXT + many("'%d':''", 9_997), ""),
        "header must hold at most 10000 texts, but holds more");
    String tensor = "'%d':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}";
    refused(
        file(TEXT, many(tensor, 10_001).substring(1)),
        "header must hold at most 10000 tensors, but holds more");
    assertThat(ModelFile.read(file(TEXT, many(tensor, 10_000).substring(1))).tensorNames())
        .hasSize(10_000);
  }

  /** Formatted numbers, each after a comma. */
  private static String many(String format, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "," + format.formatted(i))
        .collect(Collectors.joining());
  }

  @Test
  void read_kindTooLong_isNotShown() throws IOException {
    String text = "'segue.format':'1','segue.kind':'%s','segue.version':'0.1'";
    refused(
        file(text.formatted("k".repeat(1_001)), ""),
        "header segue.kind must have 1 to 1000 characters, but has 1001");
    refused(
        file(text.formatted(""), ""),
        "header segue.kind must have 1 to 1000 characters, but has 0");
  }

  @Test
  void read_hugeTensorThatIsNotThere_takesNoMemory() throws IOException {
    Path file =
        file(TEXT, "'t':{'dtype':'F32','shape':[2147483639],'data_offsets':[0,8589934556]}");
    refused(
        file,
        "truncated: must have %d bytes, but has %d"
            .formatted(Files.size(file) + 8589934556L, Files.size(file)));
  }

  @Test
  void read_holeOrOverlap_saysSo() throws IOException {
    String first = "'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},";
    refused(
        file(TEXT, first + "'b':{'dtype':'U8','shape':[1],'data_offsets':[3,4]}", 0, 0, 0, 0),
        "header tensor 'b' must begin at byte 2 where the one before ends, but begins at 3");
    refused(
        file(TEXT, first + "'b':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}", 0, 0),
        "header tensor 'b' must begin at byte 2 where the one before ends, but begins at 1");
  }

  @Test
  void read_nameTwice_saysSo() throws IOException {
    String tensor = "'a':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}";
    refused(file(TEXT, tensor + "," + tensor), "header must be JSON: Duplicate field 'a'");
    refused(
        file(TEXT + ",'segue.kind':'x'", ""), "header must be JSON: Duplicate field 'segue.kind'");
  }

  @Test
  void read_textThatIsNoText_saysSo() throws IOException {
    assertThatThrownBy(() -> ModelFile.read(file("'a':{'b':1}", "")))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(": header must have a text at character 49, but has an object");
  }

  @Test
  void read_deepHeader_isRefused() throws IOException {
    assertThatThrownBy(() -> ModelFile.read(file(TEXT, "'a':" + "[".repeat(100_000))))
        .isInstanceOf(FileFormatException.class);
    assertThatThrownBy(() -> ModelFile.read(file(TEXT, "'a':{'shape':" + "[".repeat(100_000))))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("depth");
  }

  @Test
  void read_longText_isRefused() throws IOException {
    assertThatThrownBy(() -> ModelFile.read(file("'a':'" + "x".repeat(1_000_001) + "'", "")))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("exceeds the maximum allowed (1000000");
  }

  @Test
  void read_headerNotUtf8_isRefused() throws IOException {
    Path file = file("'a':'?'", "");
    byte[] bytes = Files.readAllBytes(file);
    bytes[new String(bytes, ISO_8859_1).indexOf('?')] = (byte) 0xff;
    assertThatThrownBy(() -> ModelFile.read(bytes(bytes)))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(folder.resolve("damaged.segue") + ": header must be UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'segue.training.session_gap':'soon'  | text 'segue.training.session_gap' must be a duration in ISO 8601, was 'soon'",
        "'segue.training.session_gap':'PT-1S' | provenance: sessionGap must be > 0, was PT-1S",
        "'segue.training.until':'2025-01-31'  | text 'segue.training.until' must be an instant in ISO 8601, was '2025-01-31'",
        "'segue.training.minimum_plays':'0'   | provenance: minimumPlays must be > 0, was 0",
        "'segue.training.minimum_plays':'few' | text 'segue.training.minimum_plays' must be a whole number, was 'few'",
      })
  void provenance_damaged_saysWhatIsWrong(String text, String problem) throws IOException {
    Path file = file(TEXT + "," + text, "");
    ModelFile read = ModelFile.read(file);
    assertThatThrownBy(read::provenance)
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ": " + problem);
  }

  @Test
  void provenance_withHalfADigest_saysSo() throws IOException {
    Path file =
        file(
            TEXT, "'training.digests':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}", 1, 2, 3, 4);
    ModelFile read = ModelFile.read(file);
    assertThatThrownBy(read::provenance)
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ": provenance: digests must have a multiple of 8 bytes, had 4");
  }

  private static void refused(Path file, String problem) {
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ": " + problem);
  }

  private Path bytes(byte[] content) throws IOException {
    return Files.write(folder.resolve("damaged.segue"), content);
  }

  /** A hand-written file with the right checksum; write single quotes for double ones. */
  private Path file(String text, String tensors, int... data) throws IOException {
    String header =
        "{'__metadata__':{'segue.checksum':'%s',%s}%s%s}"
            .formatted("0".repeat(8), text, tensors.isEmpty() ? "" : ",", tensors)
            .replace('\'', '"');
    byte[] bytes = withHeader(header.getBytes(UTF_8).length, header);
    int begin = bytes.length;
    bytes = Arrays.copyOf(bytes, begin + data.length);
    for (int i = 0; i < data.length; i++) {
      bytes[begin + i] = (byte) data[i];
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    byte[] digits = "%08x".formatted(checksum.getValue()).getBytes(UTF_8);
    System.arraycopy(digits, 0, bytes, 43, 8);
    return bytes(bytes);
  }

  private static byte[] withHeader(long length, String header) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + json.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(json)
        .array();
  }
}
