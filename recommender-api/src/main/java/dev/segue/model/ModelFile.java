package dev.segue.model;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Provenance;
import dev.segue.SequenceRecommender;
import dev.segue.files.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A trained model as one file of named tensors and text. Immutable, wholly in memory; may be shared
 * by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.ModelExamplesTest" region="writing"}
 *
 * <p>The file has the <a href="https://github.com/huggingface/safetensors#format">safetensors</a>
 * layout, which Python libraries read too: 8 bytes with the length of the header (little-endian),
 * the header (JSON in UTF-8, padded with spaces to a multiple of 8), then the tensors
 * (little-endian, {@code F32} before {@code U8}, each type sorted by name, without gaps). The text
 * is in the header's {@code __metadata__}, a map of strings:
 *
 * <ul>
 *   <li>{@code segue.checksum} comes first, so that its 8 digits are always bytes 43 to 50: CRC-32,
 *       as ZIP has it, in lower-case hexadecimal, of the whole file with {@code 0} in place of
 *       these digits;
 *   <li>{@code segue.catalogue}: {@linkplain Catalogue#fingerprint the catalogue's fingerprint}, if
 *       there is a catalogue; the songs are {@code U8} tensors whose names begin with {@code
 *       catalogue.};
 *   <li>{@code segue.format}: {@code 1}, the version of this layout;
 *   <li>{@code segue.kind}: the kind of recommender; {@code segue.version}: the version of the
 *       library that wrote it;
 *   <li>{@code segue.training.format}, {@code segue.training.split}, {@code
 *       segue.training.session_gap} (ISO 8601), {@code segue.training.session_max}, {@code
 *       segue.training.minimum_plays} and {@code segue.training.until} (ISO 8601): {@linkplain
 *       Provenance what the recommender was trained on}, as far as it is known; the digests are the
 *       {@code U8} tensor {@code training.digests};
 *   <li>then the recommender's own entries.
 * </ul>
 *
 * <p>The same content gives the same bytes. Reading trusts nothing in the file: it deserialises no
 * Java object, loads no class by a name in the file, and checks every length against the available
 * bytes before it allocates memory. A header has at most 8,000,000 bytes, with at most 10,000 texts
 * and 10,000 tensors.
 */
public final class ModelFile {

  private static final String IN_MEMORY = "model file in memory";

  private final String name;
  private final int depth;
  private final ModelContent content;
  private final @Nullable Catalogue catalogue;

  private ModelFile(String name, int depth, ModelContent content) throws FileFormatException {
    this.name = name;
    this.depth = depth;
    this.content = content;
    this.catalogue =
        content.text().containsKey(Header.CATALOGUE) ? CatalogueTensors.read(this) : null;
  }

  /**
   * Starts a new model file.
   *
   * @param kind the kind of recommender, such as {@code "lstm"}; not empty
   * @return a builder without tensors
   * @throws IllegalArgumentException if the kind is empty
   */
  public static Builder builder(String kind) {
    return new Builder(kind);
  }

  /**
   * Reads a model file and checks all of it: the checksum, every length, and that all numbers of
   * tensors are finite.
   *
   * @param file the file to read
   * @return the model file
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws FileFormatException if the file is damaged, truncated, not written by this library, or
   *     written by a version with a newer format; the message says which
   * @throws IOException if it cannot be read
   */
  public static ModelFile read(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    String name = file.toString();
    try (FileChannel channel = ModelReader.open(file)) {
      return new ModelFile(name, 0, ModelReader.of(name, channel).read());
    }
  }

  /**
   * Reads a model file from memory, and checks all of it.
   *
   * @param bytes the content of the file; not kept
   * @return the model file
   * @throws FileFormatException if the bytes are damaged, truncated, not written by this library,
   *     or written by a version with a newer format; the message says which
   * @throws IOException if they cannot be read
   */
  public static ModelFile of(byte[] bytes) throws IOException {
    Objects.requireNonNull(bytes, "bytes");
    return new ModelFile(IN_MEMORY, 0, ModelReader.of(IN_MEMORY, bytes).read());
  }

  /**
   * Returns the kind of recommender.
   *
   * @return the kind, as set in the builder
   */
  public String kind() {
    return content.text(Header.KIND);
  }

  /**
   * Returns the version of the library that wrote the file.
   *
   * @return the version, such as {@code 1.0.0}
   */
  public String libraryVersion() {
    return content.text(Header.VERSION);
  }

  /**
   * Returns all text entries, including the library's own, except the checksum.
   *
   * @return an immutable map, sorted by name
   */
  public Map<String, String> metadata() {
    return Collections.unmodifiableSortedMap(content.text());
  }

  /**
   * Returns one text entry.
   *
   * @param name its name
   * @return its value
   * @throws FileFormatException if the file has no such entry
   */
  public String text(String name) throws FileFormatException {
    Objects.requireNonNull(name, "name");
    String value = content.text().get(name);
    if (value == null) {
      throw problem(
          "must hold the text '%s'; it holds %s".formatted(name, content.text().keySet()));
    }
    return value;
  }

  /**
   * Returns one text entry as a whole number.
   *
   * @param name its name
   * @return its value
   * @throws FileFormatException if the file has no such entry, or it is not a whole number within
   *     the range of {@code int}
   */
  public int integer(String name) throws FileFormatException {
    String value = text(name);
    try {
      int number = Integer.parseInt(value);
      if (Integer.toString(number).equals(value)) { // digits of other scripts are none
        return number;
      }
    } catch (NumberFormatException e) {
      // as if it were written in another way
    }
    throw problem("text '%s' must be a whole number, was '%s'".formatted(name, value));
  }

  /**
   * Returns one text entry as true or false.
   *
   * @param name its name
   * @return its value
   * @throws FileFormatException if the file has no such entry, or it is neither {@code true} nor
   *     {@code false}
   */
  public boolean flag(String name) throws FileFormatException {
    String value = text(name);
    if (!value.equals("true") && !value.equals("false")) {
      throw problem("text '%s' must be true or false, was '%s'".formatted(name, value));
    }
    return value.equals("true");
  }

  /**
   * Returns the names of all tensors, including the catalogue's.
   *
   * @return an immutable set, sorted
   */
  public Set<String> tensorNames() {
    return Collections.unmodifiableSet(content.shapes().keySet());
  }

  /**
   * Returns the shape of a tensor, outermost dimension first.
   *
   * @param tensor its name
   * @return the size of each dimension; a new array on each call
   * @throws FileFormatException if the file has no such tensor
   */
  public int[] shape(String tensor) throws FileFormatException {
    return existing(tensor).stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Returns the values of a tensor of numbers, in row-major order.
   *
   * @param tensor its name
   * @param shape the expected shape, outermost dimension first
   * @return the values; a new array on each call
   * @throws FileFormatException if the file has no such tensor, or one of another type or shape
   */
  public float[] floats(String tensor, int... shape) throws FileFormatException {
    Objects.requireNonNull(tensor, "tensor");
    Objects.requireNonNull(shape, "shape");
    List<Integer> actual = existing(tensor);
    List<Integer> expected = Arrays.stream(shape).boxed().toList();
    float @Nullable [] values = content.floats().get(tensor);
    if (values == null || !actual.equals(expected)) {
      String type = values == null ? "U8" : "F32";
      throw problem(
          "tensor '%s' must be F32 %s, was %s %s".formatted(tensor, expected, type, actual));
    }
    return values.clone();
  }

  /**
   * Returns the largest absolute value of a tensor of numbers.
   *
   * @param tensor its name
   * @return a finite number, 0 or more; 0 if the tensor is empty
   * @throws FileFormatException if the file has no such tensor, or one of another type
   */
  public float magnitude(String tensor) throws FileFormatException {
    List<Integer> shape = existing(tensor);
    Float magnitude = content.magnitudes().get(tensor);
    if (magnitude == null) {
      throw problem("tensor '%s' must be F32, was U8 %s".formatted(tensor, shape));
    }
    return magnitude;
  }

  /**
   * Returns the values of a tensor of bytes.
   *
   * @param tensor its name
   * @return the bytes; a new array on each call
   * @throws FileFormatException if the file has no such tensor, or one of another type
   */
  public byte[] bytes(String tensor) throws FileFormatException {
    return existingBytes(tensor).clone();
  }

  /**
   * Reads a model file nested in this one, and checks all of it.
   *
   * @param tensor the name of the tensor of bytes that holds it
   * @return the nested model file; its error messages begin with the name of this one
   * @throws FileFormatException if the file has no such tensor, the tensor holds no valid model
   *     file, or model files are nested more than 3 deep
   * @throws IOException if it cannot be read
   */
  public ModelFile nested(String tensor) throws IOException {
    byte[] bytes = existingBytes(tensor);
    String place = "%s: tensor '%s'".formatted(name, tensor);
    if (depth == Header.MAX_DEPTH) {
      throw new FileFormatException(
          place,
          "model files must be nested at most %d deep, but are %d deep"
              .formatted(depth, depth + 1));
    }
    return new ModelFile(
        place, depth + 1, ModelReader.of(place + " must be a model file", bytes).read());
  }

  /**
   * Returns the catalogue.
   *
   * @return the catalogue, as set in the builder
   * @throws FileFormatException if the file has no catalogue
   */
  public Catalogue catalogue() throws FileFormatException {
    if (catalogue == null) {
      throw problem("must hold a catalogue; it holds %s".formatted(tensorNames()));
    }
    return catalogue;
  }

  /**
   * What the recommender was trained on.
   *
   * @return the provenance, as set in the builder; {@link Provenance#unknown} if none was
   * @throws FileFormatException if the file has an invalid one
   */
  public Provenance provenance() throws FileFormatException {
    return ProvenanceEntries.read(this);
  }

  /**
   * Makes the recommender that was {@linkplain SequenceRecommender#save saved}, of any kind that a
   * module in use can read.
   *
   * @return the recommender, with the same scores
   * @throws FileFormatException if no module in use knows its kind, or the file lacks what the kind
   *     requires
   * @throws IOException if it cannot be read
   */
  public SequenceRecommender recommender() throws IOException {
    return InstalledLoaders.load(this)
        .orElseThrow(
            () ->
                problem(
                    "no module in use reads models of kind '%s'; add the module that does"
                        .formatted(kind())));
  }

  /**
   * Makes an exception about the content of the model, for code that makes a recommender from it.
   *
   * @param problem what was expected and what was found
   * @return an exception whose message begins with the name of the model file
   */
  public FileFormatException problem(String problem) {
    Objects.requireNonNull(problem, "problem");
    return new FileFormatException(name, problem);
  }

  /** Returns the file, the kind, the library version and the number of tensors. */
  @Override
  public String toString() {
    return "%s: model '%s' of Segue %s with %d tensors"
        .formatted(name, kind(), libraryVersion(), content.shapes().size());
  }

  private List<Integer> existing(String tensor) throws FileFormatException {
    Objects.requireNonNull(tensor, "tensor");
    List<Integer> shape = content.shapes().get(tensor);
    if (shape == null) {
      throw problem("must hold the tensor '%s'; it holds %s".formatted(tensor, tensorNames()));
    }
    return shape;
  }

  /** Returns the values of a tensor of bytes, which are not to be changed. */
  byte[] existingBytes(String tensor) throws FileFormatException {
    List<Integer> shape = existing(tensor);
    byte @Nullable [] values = content.bytes().get(tensor);
    if (values == null) {
      throw problem("tensor '%s' must be U8, was F32 %s".formatted(tensor, shape));
    }
    return values;
  }

  /** Collects the content of a model file. One thread at a time. */
  public static final class Builder {

    private final ModelContent content = new ModelContent();
    private final Map<String, SequenceRecommender> nested = new LinkedHashMap<>();

    private Builder(String kind) {
      Header.checkName("kind", kind);
      content.text().put(Header.FORMAT, Integer.toString(Header.FORMAT_VERSION));
      content.text().put(Header.KIND, kind);
      content.text().put(Header.VERSION, Header.libraryVersion());
    }

    /**
     * Adds text.
     *
     * @param name its name: 1 to 1,000 characters, not starting with {@code segue.}
     * @param value its value, up to 1,000,000 characters
     * @return this builder
     * @throws IllegalArgumentException if the name is taken, or the name or value breaks these
     *     rules
     */
    public Builder text(String name, String value) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      Header.checkName("text name", name);
      Header.checkText("text '" + name + "'", value);
      if (name.startsWith(Header.PREFIX) || content.text().containsKey(name)) {
        throw new IllegalArgumentException("text name must be new, but '" + name + "' is taken");
      }
      content.text().put(name, value);
      return this;
    }

    /**
     * Adds a tensor of numbers.
     *
     * @param name its name, 1 to 1,000 characters
     * @param values the values in row-major order; not copied, so do not change them before the
     *     file is written
     * @param shape the size of each dimension, outermost first, at most 8; none for a single value
     * @return this builder
     * @throws IllegalArgumentException if the name is taken, the shape does not match the number of
     *     values, or a value is not finite: a model that cannot score is not saved
     */
    public Builder floats(String name, float[] values, int... shape) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(values, "values");
      Objects.requireNonNull(shape, "shape");
      List<Integer> dimensions = Arrays.stream(shape).boxed().toList();
      checkTensorName(name);
      if (TensorLayout.elements(dimensions).orElse(-1) != values.length) {
        throw new IllegalArgumentException(
            "tensor '%s': shape must hold the %d values, was %s"
                .formatted(name, values.length, dimensions));
      }
      if (!FiniteNumbers.are(values)) {
        throw new IllegalArgumentException(FiniteNumbers.problem(name, values));
      }
      content.addFloats(name, dimensions, values);
      return this;
    }

    /**
     * Adds a one-dimensional tensor of bytes.
     *
     * @param name its name, 1 to 1,000 characters
     * @param values the bytes; not copied, so do not change them before the file is written
     * @return this builder
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder bytes(String name, byte[] values) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(values, "values");
      checkTensorName(name);
      content.addBytes(name, values);
      return this;
    }

    /**
     * Adds the model file of another recommender as a tensor of bytes. The nesting depth is checked
     * only if recommenders write directly to the stream passed to them.
     *
     * @param name its name, 1 to 1,000 characters
     * @param recommender the recommender, saved when this model is written
     * @return this builder
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder nested(String name, SequenceRecommender recommender) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(recommender, "recommender");
      bytes(name, new byte[0]);
      nested.put(name, recommender);
      return this;
    }

    /**
     * Sets the catalogue, with its {@linkplain Catalogue#leadArtists lead artists}; a later call
     * replaces an earlier one.
     *
     * @param catalogue the catalogue
     * @return this builder
     * @throws IllegalArgumentException if a replaced lead artist has over 1,000,000 characters, or
     *     the songs over 536,870,909 texts in all
     */
    public Builder catalogue(Catalogue catalogue) {
      Objects.requireNonNull(catalogue, "catalogue");
      CatalogueTensors.write(catalogue, content);
      content.text().put(Header.CATALOGUE, catalogue.fingerprint());
      return this;
    }

    /**
     * Sets what the recommender was trained on; a later call replaces an earlier one.
     *
     * @param provenance what is known
     * @return this builder
     * @throws IllegalArgumentException if a text is over 1,000,000 characters
     */
    public Builder provenance(Provenance provenance) {
      ProvenanceEntries.write(Objects.requireNonNull(provenance, "provenance"), content);
      return this;
    }

    /**
     * Writes the file, whole or not at all: writes to a temporary file in the same folder, forces
     * it to disk, and renames it over an older file. On failure an older file stays unchanged.
     *
     * @param file the file to write
     * @throws IllegalArgumentException if there are more than 10,000 texts or tensors, or a header
     *     of more than 8,000,000 bytes
     * @throws IllegalStateException if recommenders are nested more than 3 deep
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
      Objects.requireNonNull(file, "file");
      AtomicFiles.write(file, this::write);
    }

    /**
     * Writes the file to a stream from its current position on, and leaves the stream open.
     *
     * @param out the stream to write to
     * @throws IllegalArgumentException if there are more than 10,000 texts or tensors, or a header
     *     of more than 8,000,000 bytes
     * @throws IllegalStateException if recommenders are nested more than 3 deep
     * @throws IOException if it cannot be written
     */
    public void write(OutputStream out) throws IOException {
      Objects.requireNonNull(out, "out");
      for (Map.Entry<String, SequenceRecommender> each : nested.entrySet()) {
        byte[] bytes = NestedOutput.save(each.getValue(), out);
        content.addBytes(each.getKey(), bytes);
      }
      ModelWriter.write(content, out);
    }

    private void checkTensorName(String name) {
      Header.checkName("tensor name", name);
      if (isReserved(name) || content.shapes().containsKey(name)) {
        throw new IllegalArgumentException("tensor name must be new, but '" + name + "' is taken");
      }
    }

    private static boolean isReserved(String tensor) {
      return tensor.equals(Header.METADATA)
          || tensor.equals(ProvenanceEntries.DIGESTS)
          || tensor.startsWith(CatalogueTensors.PREFIX);
    }
  }
}
