package dev.segue.lstm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.Magnitudes;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.SongFeatures;
import dev.segue.lstm.network.TensorNames;
import dev.segue.model.ModelFile;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes and reads an {@link LstmRecommender} as a model file, with the text and tensors that
 * docs/model-file.md describes.
 */
final class LstmFile {

  static final String KIND = "lstm";

  private static final String FEATURES = "features.names";
  private static final String CLOCK = "clock";
  private static final String NO_CLOCK = "none";
  private static final String SKIPS = "skips";
  private static final String UPDATES = "updates";
  private static final String VECTORS = "features.vectors";

  private static final int MANY_FEATURES = 250_000;

  /** Smaller rows take less than what is kept of the name of each. */
  private static final int LEAST_SIZE_OF_MANY = 8;

  private LstmFile() {}

  static void write(LstmRecommender recommender, OutputStream out) throws IOException {
    ModelFile.Builder model =
        ModelFile.builder(KIND)
            .catalogue(recommender.catalogue())
            .provenance(recommender.provenance());
    recommender.description().forEach(model::text);
    List<LstmNetwork> networks = recommender.networks().networks();
    for (int i = 0; i < networks.size(); i++) {
      String prefix = prefix(i);
      LstmNetwork.TensorVisitor tensors =
          (name, values, shape) -> model.floats(prefix + name, values, shape);
      networks.get(i).forEachTensor(tensors);
      networks.get(i).forStoredVectors(tensors);
    }
    SongFeatures features = recommender.features();
    if (features.size() > 0) {
      model.bytes(FEATURES, String.join("\n", features.names()).getBytes(UTF_8));
    }
    if (features.dimensions() > 0) {
      List<SongFeatures.Row> rows = networks.get(0).architecture().features();
      float[] vectors = features.vectors(rows);
      model.floats(VECTORS, vectors, recommender.catalogue().size(), features.dimensions());
    }
    model.write(out);
  }

  /** Creates a recommender from a model of its kind. */
  static LstmRecommender read(ModelFile model) throws FileFormatException {
    if (model.metadata().containsKey(UPDATES)) {
      notNegative(model, UPDATES); // the next update counts on
    }
    SongFeatures features = features(model);
    Architecture architecture = architecture(model, features);
    List<LstmNetwork> networks = new ArrayList<>();
    int ensemble = positive(model, "ensemble");
    for (int i = 0; i < ensemble; i++) {
      networks.add(network(model, architecture, prefix(i)));
    }
    Map<String, String> description = new LinkedHashMap<>(model.metadata());
    description.keySet().removeIf(name -> name.startsWith("segue.")); // the file's own
    return LstmRecommender.of(
        model.catalogue(), features, networks, description, model.provenance());
  }

  private static LstmNetwork network(ModelFile model, Architecture architecture, String prefix)
      throws FileFormatException {
    Magnitudes magnitudes = new Magnitudes();
    LstmNetwork network =
        LstmNetwork.restored(
            architecture,
            (name, shape) -> {
              magnitudes.note(name, model.magnitude(prefix + name));
              return model.floats(prefix + name, shape);
            });
    Optional<String> problem = magnitudes.problem(architecture);
    if (problem.isPresent()) {
      throw model.problem(problem.get());
    }
    return network;
  }

  private static Architecture architecture(ModelFile model, SongFeatures features)
      throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    List<SongFeatures.Row> rows = rows(model, features);
    int embeddingSize = positive(model, "embedding_size");
    int layers = positive(model, "layers");
    int hiddenSize = positive(model, "hidden_size");
    int recency = notNegative(model, "recency");
    int artistRecency = notNegative(model, "artist_recency");
    // Absent from models that have not learnt from skips, as from those of earlier versions.
    boolean skips = model.metadata().containsKey(SKIPS) && model.flag(SKIPS);
    boolean tied = model.flag("tied_embeddings");
    int songs = songs(model);
    return new Architecture(
        songs,
        tied && features.size() > 0 ? ownRows(model, songs) : songs,
        rows,
        features.size(),
        embeddingSize,
        Collections.nCopies(layers, hiddenSize),
        model.flag("residual"),
        tied,
        Recency.of(
            recency, artistRecency, skips, catalogue.size(), features.artists(catalogue.songs())),
        skips,
        model.flag("memory"),
        clock(model));
  }

  /**
   * How many songs have rows of their own; a tensor of another shape is refused when it is read.
   */
  private static int ownRows(ModelFile model, int songs) throws FileFormatException {
    int[] shape = model.shape(TensorNames.EMBEDDING);
    return shape.length == 2 && shape[0] < songs ? shape[0] : songs;
  }

  private static Optional<ZoneId> clock(ModelFile model) throws FileFormatException {
    String zone = model.text(CLOCK);
    try {
      return zone.equals(NO_CLOCK) ? Optional.empty() : Optional.of(ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw model.problem(
          "%s must be a time zone or none, was %s".formatted(CLOCK, Quotation.quote(zone)));
    }
  }

  private static SongFeatures features(ModelFile model) throws FileFormatException {
    return SongFeatures.named(
        model.tensorNames().contains(FEATURES) ? featureNames(model) : List.of(),
        model.catalogue());
  }

  /** The names take more memory than bytes of the file, so their number is limited by the rows. */
  private static List<String> featureNames(ModelFile model) throws FileFormatException {
    byte[] names = model.bytes(FEATURES);
    int[] shape = model.shape(TensorNames.FEATURES);
    int rows = shape.length == 2 ? shape[0] : 0;
    if (rows > MANY_FEATURES && shape[1] < LEAST_SIZE_OF_MANY) {
      throw model.problem(
          "embedding_size must be at least %d with more than %d features, was %d"
              .formatted(LEAST_SIZE_OF_MANY, MANY_FEATURES, shape[1]));
    }
    long breaks = 0;
    for (byte each : names) {
      breaks += each == '\n' || each == '\r' ? 1 : 0;
    }
    if (breaks > rows) {
      throw model.problem(
          "tensor '%s' must have a line for each of the %d rows of '%s', but has %d line breaks"
              .formatted(FEATURES, rows, TensorNames.FEATURES, breaks));
    }
    return new String(names, UTF_8).lines().toList();
  }

  private static List<SongFeatures.Row> rows(ModelFile model, SongFeatures features)
      throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    int dimensions = features.dimensions();
    float[] vectors =
        dimensions == 0 ? new float[0] : model.floats(VECTORS, catalogue.size(), dimensions);
    return features.lazyRows(
        catalogue.songs(), i -> Arrays.copyOfRange(vectors, i * dimensions, (i + 1) * dimensions));
  }

  /** The prefix of a network's tensor names; empty for the first network. */
  private static String prefix(int network) {
    return network == 0 ? "" : "network." + network + ".";
  }

  private static int songs(ModelFile model) throws FileFormatException {
    return atLeast(1, "> 0", model, "songs", model.catalogue().size());
  }

  private static int positive(ModelFile model, String name) throws FileFormatException {
    return atLeast(1, "> 0", model, name, model.integer(name));
  }

  private static int notNegative(ModelFile model, String name) throws FileFormatException {
    return atLeast(0, ">= 0", model, name, model.integer(name));
  }

  private static int atLeast(int least, String rule, ModelFile model, String name, int value)
      throws FileFormatException {
    if (value < least) {
      throw model.problem("%s must be %s, was %d".formatted(name, rule, value));
    }
    return value;
  }
}
