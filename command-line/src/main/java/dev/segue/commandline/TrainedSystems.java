package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.SequenceRecommender;
import dev.segue.TrainingListener;
import dev.segue.evaluation.ParameterSearch;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The systems that have learnt, in a folder with a model file for each: what is there already is
 * not trained again. One thread at a time.
 */
final class TrainedSystems implements ComparedSystem.Workshop {

  /** The file that tells whose playlists the models of a folder have learnt. */
  private static final String PLAYLISTS = "playlists";

  private static final List<String> WRITTEN = List.of(".segue", ".properties", ".trials.tsv");
  private static final int CHECKSUM_DIGITS = 8;
  private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{" + CHECKSUM_DIGITS + "}");

  private final Map<String, ComparedSystem> systems = new LinkedHashMap<>();
  private final Path folder;
  private final PlaylistDataset training;
  private final PlaylistDataset validation;
  private final DataOptions data;
  private final Progress progress;

  /** How long systems were trained that another one, which trains now, is made of. */
  private double secondsOfParts;

  TrainedSystems(
      Path folder,
      PlaylistDataset training,
      PlaylistDataset validation,
      DataOptions data,
      Progress progress) {
    this.folder = folder;
    this.training = training;
    this.validation = validation;
    this.data = data;
    this.progress = progress;
    ComparedSystem.all().forEach(system -> systems.put(system.name(), system));
  }

  /** Whether a file of this name may be written into the folder. */
  static boolean isWritten(String name) {
    return name.equals(PLAYLISTS) || WRITTEN.stream().anyMatch(name::endsWith);
  }

  /** Whether a folder is one that a comparison has begun. */
  static boolean isFolder(Path folder) throws IOException {
    Path file = folder.resolve(PLAYLISTS);
    return Files.isRegularFile(file)
        && Files.size(file) == CHECKSUM_DIGITS
        && CHECKSUM.matcher(Files.readString(file, ISO_8859_1)).matches();
  }

  /**
   * Begins the folder, or resumes in it.
   *
   * @param checksum of the playlists
   * @throws IOException if it cannot be written, or has models of other playlists
   */
  void open(String checksum) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(PLAYLISTS);
    if (!Files.exists(file)) {
      Destination.write(file, writer -> writer.write(checksum));
    } else if (!Files.readString(file).equals(checksum)) {
      throw new IOException(folder + " has models of other playlists: choose another folder");
    }
  }

  /**
   * What is known of the training of a system.
   *
   * @param seconds how long it took, that of its parts not counted
   * @param parameters what was chosen on the validation part
   */
  record Learnt(double seconds, String parameters) {}

  Learnt learnt(String name) throws IOException {
    trainIfMissing(name);
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(recordFile(name))) {
      properties.load(reader);
    }
    return new Learnt(
        Double.parseDouble(properties.getProperty("seconds")),
        properties.getProperty("parameters"));
  }

  @Override
  public SequenceRecommender trained(String name) throws IOException {
    trainIfMissing(name);
    return ModelFile.read(modelFile(name)).recommender();
  }

  private void trainIfMissing(String name) throws IOException {
    if (Files.exists(recordFile(name))) {
      return;
    }
    long start = System.nanoTime();
    double secondsBefore = secondsOfParts;
    secondsOfParts = 0;
    progress.start("training " + name);
    ComparedSystem system = systems.get(name);
    if (system == null) {
      throw new IllegalArgumentException("there is no system called '" + name + "'");
    }
    ComparedSystem.Trained trained = system.learning().learn(this);
    double all = (System.nanoTime() - start) * 1e-9;
    double seconds = all - secondsOfParts;
    secondsOfParts = secondsBefore + all;
    trained.recommender().save(modelFile(name));
    Properties properties = new Properties();
    properties.setProperty("seconds", Double.toString(seconds));
    properties.setProperty("parameters", trained.parameters());
    Destination.write(recordFile(name), writer -> properties.store(writer, null));
    progress.line(String.format(Locale.ROOT, "trained %s in %.1f s", name, seconds));
  }

  private Path modelFile(String name) {
    return folder.resolve(name + ".segue");
  }

  private Path recordFile(String name) {
    return folder.resolve(name + ".properties");
  }

  /** Deletes the folder and what is in it. */
  void delete() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    Files.delete(folder);
  }

  @Override
  public PlaylistDataset training() {
    return training;
  }

  @Override
  public PlaylistDataset validation() {
    return validation;
  }

  @Override
  public boolean small() {
    return data.synthetic();
  }

  @Override
  public Provenance provenance(PlaylistDataset playlists) {
    return data.describe(Provenance.of(playlists));
  }

  @Override
  public TrainingListener listener() {
    return new EpochProgress(progress);
  }

  @Override
  public Path trials(String name) {
    return folder.resolve(name + ".trials.tsv");
  }

  @Override
  public void onTrial(ParameterSearch.Result result) {
    progress.line(
        String.format(
            Locale.ROOT,
            "trial %d with %.2f of the effort: %.4f, %s",
            result.trial(),
            result.effort(),
            result.value(),
            result.parameters()));
    progress.start("searching");
  }
}
