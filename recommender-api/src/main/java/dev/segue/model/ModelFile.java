package dev.segue.model;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A trained model as one file: named tensors and text. Immutable, held in memory as a whole; may be
 * shared by threads.
 *
 * <p>The file has the <a href="https://github.com/huggingface/safetensors#format">safetensors</a>
 * layout, which Python reads too: 8 bytes with the length of the header (little-endian), the header
 * (JSON in UTF-8, padded with spaces to a multiple of 8), then the tensors (little-endian, {@code
 * F32} before {@code U8}, each kind by name, without gaps). The text is in the header's {@code
 * __metadata__}, whose entries are text:
 *
 * <ul>
 *   <li>{@code segue.checksum} comes first, so that its 64 digits are always bytes 43 to 106:
 *       SHA-256 of the whole file, in lower-case hexadecimal, with these digits taken as {@code 0};
 *   <li>{@code segue.catalogue}: {@linkplain Catalogue#fingerprint the catalogue's fingerprint}, if
 *       there is a catalogue; its songs are the {@code U8} tensor {@code catalogue}, a JSON array
 *       of objects with {@code id}, {@code title}, {@code artist} and {@code tags};
 *   <li>{@code segue.format}: {@code 1}, the version of this layout;
 *   <li>{@code segue.kind}: which recommender it is; {@code segue.version}: which version of the
 *       library wrote it;
 *   <li>then whatever the recommender says of itself.
 * </ul>
 *
 * <p>The same content gives the same bytes. Reading trusts nothing: no Java object is deserialised,
 * no class is loaded by a name in the file, and every length is checked against the bytes that are
 * there before memory is taken.
 */
public final class ModelFile {

  private static final String IN_MEMORY = "model file in memory";

  private final String name;
  private final int depth;
  private final Content content;
  private final FutureTask<Catalogue> catalogue = new FutureTask<>(this::readCatalogue);

  private ModelFile(String name, int depth, Content content) {
    this.name = name;
    this.depth = depth;
    this.content = content;
  }

  /**
   * Starts a new model file.
   *
   * @param kind which recommender it is, such as {@code "lstm"}; not empty
   * @return a builder without tensors
   * @throws IllegalArgumentException if the kind is empty
   */
  public static Builder builder(String kind) {
    return new Builder(kind);
  }

  /**
   * Reads a model file and checks all of it.
   *
   * @param file where it is
   * @return what it holds
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws FileFormatException if the file is damaged, truncated, not written by this library, or
   *     written by a version with a newer format; the message says which
   * @throws IOException if it cannot be read
   */
  public static ModelFile read(Path file) throws IOException {
    try (FileChannel channel = ModelReader.open(file)) {
      return read(file.toString(), 0, ModelReader.of(file.toString(), channel));
    }
  }

  /**
   * Reads a model file that lies in memory, and checks all of it.
   *
   * @param bytes what the file would hold; not kept
   * @return what it holds
   * @throws FileFormatException if the bytes are damaged, truncated, not written by this library,
   *     or written by a version with a newer format; the message says which
   * @throws IOException if they cannot be read
   */
  public static ModelFile of(byte[] bytes) throws IOException {
    return read(IN_MEMORY, 0, ModelReader.of(IN_MEMORY, bytes));
  }

  private static ModelFile read(String name, int depth, ModelReader reader) throws IOException {
    ModelFile model = new ModelFile(name, depth, reader.content());
    model.catalogue.run(); // while the checksum is computed
    reader.verify();
    return model;
  }

  /**
   * Which recommender it is.
   *
   * @return the kind that the builder was given
   */
  public String kind() {
    return content.text(Header.KIND);
  }

  /**
   * Which version of the library wrote the file.
   *
   * @return the version, such as {@code 1.0.0}
   */
  public String libraryVersion() {
    return content.text(Header.VERSION);
  }

  /**
   * All text but the checksum, the library's own entries included.
   *
   * @return an immutable map, sorted by name
   */
  public Map<String, String> metadata() {
    return Collections.unmodifiableSortedMap(content.text());
  }

  /**
   * One entry of the text.
   *
   * @param name its name
   * @return its value
   * @throws FileFormatException if the file has no such entry
   */
  public String text(String name) throws FileFormatException {
    String value = content.text().get(name);
    if (value == null) {
      throw problem(
          "must hold the text '%s'; it holds %s".formatted(name, content.text().keySet()));
    }
    return value;
  }

  /**
   * One entry of the text that is a whole number.
   *
   * @param name its name
   * @return its value
   * @throws FileFormatException if the file has no such entry, or it is not a whole number within
   *     the range of {@code int}
   */
  public int integer(String name) throws FileFormatException {
    String value = text(name);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw problem("text '%s' must be a whole number, was '%s'".formatted(name, value));
    }
  }

  /**
   * The names of all tensors, the catalogue's included.
   *
   * @return an immutable set, sorted
   */
  public Set<String> tensorNames() {
    return Collections.unmodifiableSet(content.shapes().keySet());
  }

  /**
   * The shape of a tensor, outermost dimension first.
   *
   * @param tensor its name
   * @return the size of each dimension; a new array on each call
   * @throws FileFormatException if the file has no such tensor
   */
  public int[] shape(String tensor) throws FileFormatException {
    return existing(tensor).stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The values of a tensor of numbers, the last dimension running fastest.
   *
   * @param tensor its name
   * @param shape the shape that it must have, outermost dimension first
   * @return the values; a new array on each call
   * @throws FileFormatException if the file has no such tensor, or one of another type or shape
   */
  public float[] floats(String tensor, int... shape) throws FileFormatException {
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
   * The values of a tensor of bytes.
   *
   * @param tensor its name
   * @return the bytes; a new array on each call
   * @throws FileFormatException if the file has no such tensor, or one of another type
   */
  public byte[] bytes(String tensor) throws FileFormatException {
    return existingBytes(tensor).clone();
  }

  /**
   * Reads a model file that lies in this one, and checks all of it.
   *
   * @param tensor the name of the tensor of bytes that holds it
   * @return what it holds; its messages begin with those of this one
   * @throws FileFormatException if the file has no such tensor, it holds no sound model file, or
   *     model files lie in each other more than 8 deep
   * @throws IOException if it cannot be read
   */
  public ModelFile nested(String tensor) throws IOException {
    byte[] bytes = existingBytes(tensor);
    String place = "%s: tensor '%s'".formatted(name, tensor);
    if (depth == Header.MAX_DEPTH) {
      throw new FileFormatException(
          place, "model files must be nested at most %d deep, was %d".formatted(depth, depth + 1));
    }
    return read(place, depth + 1, ModelReader.of(place + " must be a model file", bytes));
  }

  /**
   * The songs.
   *
   * @return the catalogue that the builder was given
   * @throws FileFormatException if the file has no catalogue, or one that does not match its
   *     fingerprint
   */
  public Catalogue catalogue() throws FileFormatException {
    try {
      return catalogue.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FileFormatException problem) {
        throw problem;
      }
      throw new IllegalStateException("the catalogue cannot be read", e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError("the catalogue was read before", e);
    }
  }

  private Catalogue readCatalogue() throws FileFormatException {
    Catalogue songs = CatalogueJson.read(name, existingBytes(Header.CATALOGUE_TENSOR));
    String fingerprint = text(Header.CATALOGUE);
    if (!songs.fingerprint().equals(fingerprint)) {
      throw problem(
          "fingerprint of the catalogue must be %s, was %s"
              .formatted(fingerprint, songs.fingerprint()));
    }
    return songs;
  }

  /**
   * The recommender that was {@linkplain SequenceRecommender#save saved}, of whatever kind: of
   * those in the modules that the program uses.
   *
   * @return the recommender, with the same scores
   * @throws FileFormatException if no module in use knows its kind, or the file does not hold what
   *     the kind must
   * @throws IOException if it cannot be read
   */
  public SequenceRecommender recommender() throws IOException {
    return InstalledLoaders.load(this)
        .orElseThrow(
            () ->
                problem(
                    "model must be of a kind that a module in use can read, was '%s'"
                        .formatted(kind())));
  }

  /**
   * A complaint about what the model holds, for whoever makes a recommender of it.
   *
   * @param problem what was expected and what was found
   * @return an exception whose message begins with what the model was read from
   */
  public FileFormatException problem(String problem) {
    return new FileFormatException(name, problem);
  }

  /** Says what kind of model it is, who wrote it, and how many tensors it holds. */
  @Override
  public String toString() {
    return "%s: model '%s' of Segue %s with %d tensors"
        .formatted(name, kind(), libraryVersion(), content.shapes().size());
  }

  private List<Integer> existing(String tensor) throws FileFormatException {
    List<Integer> shape = content.shapes().get(tensor);
    if (shape == null) {
      throw problem("must hold the tensor '%s'; it holds %s".formatted(tensor, tensorNames()));
    }
    return shape;
  }

  private byte[] existingBytes(String tensor) throws FileFormatException {
    List<Integer> shape = existing(tensor);
    byte @Nullable [] values = content.bytes().get(tensor);
    if (values == null) {
      throw problem("tensor '%s' must be U8, was F32 %s".formatted(tensor, shape));
    }
    return values;
  }

  /** Collects what a model file is to hold. One thread at a time. */
  public static final class Builder {

    private static final Set<String> RESERVED_TENSORS =
        Set.of(Header.METADATA, Header.CATALOGUE_TENSOR);

    private final Content content = new Content();
    private final Map<String, SequenceRecommender> nested = new LinkedHashMap<>();

    private Builder(String kind) {
      Header.checkName("kind", kind);
      content.text().put(Header.FORMAT, Integer.toString(Header.FORMAT_VERSION));
      content.text().put(Header.KIND, kind);
      content.text().put(Header.VERSION, Header.LIBRARY_VERSION);
    }

    /**
     * Adds text.
     *
     * @param name its name: 1 to 1,000 characters, not starting with {@code segue.}
     * @param value its value, up to 1,000,000 characters
     * @return this builder
     * @throws IllegalArgumentException if the name is taken, or either is not as said
     */
    public Builder text(String name, String value) {
      Header.checkName("text name", name);
      Header.checkText("text '" + name + "'", value);
      if (name.startsWith(Header.PREFIX) || content.text().containsKey(name)) {
        throw new IllegalArgumentException("text name must be free, was '" + name + "'");
      }
      content.text().put(name, value);
      return this;
    }

    /**
     * Adds a tensor of numbers.
     *
     * @param name its name, 1 to 1,000 characters
     * @param values the values, the last dimension running fastest; not copied, so they must stay
     *     as they are until the file is written
     * @param shape the size of each dimension, outermost first, up to 8 of them; none for a single
     *     value
     * @return this builder
     * @throws IllegalArgumentException if the name is taken, or the shape does not hold as many
     *     values as there are
     */
    public Builder floats(String name, float[] values, int... shape) {
      List<Integer> dimensions = Arrays.stream(shape).boxed().toList();
      checkTensorName(name);
      if (TensorLayout.elements(dimensions).orElse(-1) != values.length) {
        throw new IllegalArgumentException(
            "tensor '%s': shape must hold the %d values, was %s"
                .formatted(name, values.length, dimensions));
      }
      content.addFloats(name, dimensions, values);
      return this;
    }

    /**
     * Adds a tensor of bytes, of one dimension.
     *
     * @param name its name, 1 to 1,000 characters
     * @param values the bytes; not copied, so they must stay as they are until the file is written
     * @return this builder
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder bytes(String name, byte[] values) {
      checkTensorName(name);
      content.addBytes(name, List.of(values.length), values);
      return this;
    }

    /**
     * Adds the model file of another recommender as a tensor of bytes. How deep it lies is known if
     * recommenders write to the very stream that they are given.
     *
     * @param name its name, 1 to 1,000 characters
     * @param recommender is saved when this model is written
     * @return this builder
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder nested(String name, SequenceRecommender recommender) {
      bytes(name, new byte[0]);
      nested.put(name, Objects.requireNonNull(recommender, "recommender"));
      return this;
    }

    /**
     * Adds the songs; a later catalogue takes the place of an earlier one.
     *
     * @param catalogue the songs
     * @return this builder
     * @throws IllegalArgumentException if the text of a song is over 1,000,000 characters
     */
    public Builder catalogue(Catalogue catalogue) {
      byte[] json = CatalogueJson.write(catalogue);
      content.addBytes(Header.CATALOGUE_TENSOR, List.of(json.length), json);
      content.text().put(Header.CATALOGUE, catalogue.fingerprint());
      return this;
    }

    /**
     * Writes the file, whole or not at all: it is written under another name in the same folder,
     * forced to disk, and renamed over an older file. On failure an older file stays as it was.
     *
     * @param file where to
     * @throws IllegalStateException if recommenders are nested more than 8 deep
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
      AtomicFiles.write(file, this::write);
    }

    /**
     * Writes the file to a stream, which takes it from its current place on and stays open.
     *
     * @param out where to
     * @throws IllegalStateException if recommenders are nested more than 8 deep
     * @throws IOException if it cannot be written
     */
    public void write(OutputStream out) throws IOException {
      for (Map.Entry<String, SequenceRecommender> each : nested.entrySet()) {
        byte[] bytes = NestedOutput.save(each.getValue(), out);
        content.addBytes(each.getKey(), List.of(bytes.length), bytes);
      }
      ModelWriter.write(content, out);
    }

    private void checkTensorName(String name) {
      Header.checkName("tensor name", name);
      if (RESERVED_TENSORS.contains(name) || content.shapes().containsKey(name)) {
        throw new IllegalArgumentException("tensor name must be free, was '" + name + "'");
      }
    }
  }
}
