package dev.segue.checkpoint;

import dev.segue.FileFormatException;
import dev.segue.model.ModelFile;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Where a training keeps how far it has come. The file is a model file, which is replaced as a
 * whole, so that a training killed at any moment leaves the old state or the new one. One thread at
 * a time.
 */
public final class CheckpointFile {

  private static final Logger LOG = System.getLogger("dev.segue");
  private static final String SETTING = "training.";

  /** The value of a setting that a training does not have. */
  private static final String UNSET = "not set";

  private final Checkpointing where;
  private final String kind;
  private final Map<String, String> training;
  private long written = System.nanoTime();

  private CheckpointFile(Checkpointing where, String kind, Map<String, String> training) {
    this.where = where;
    this.kind = kind;
    this.training = training;
  }

  /**
   * Prepares the file of a training.
   *
   * @param where the file, and how it is used
   * @param kind of trainer, such as {@code lstm.checkpoint}
   * @param training what must be the same so that another training can go on from it: settings and
   *     data, by name
   * @return the file, which need not be there
   */
  public static CheckpointFile of(Checkpointing where, String kind, Map<String, String> training) {
    return new CheckpointFile(
        Objects.requireNonNull(where, "where"),
        Objects.requireNonNull(kind, "kind"),
        Map.copyOf(training));
  }

  /**
   * Reads the checkpoint to go on from.
   *
   * @return the checkpoint; empty if there is no file
   * @throws FileAlreadyExistsException if there is a file, and the training is not to go on from it
   * @throws FileFormatException if the file holds no checkpoint of such a training
   * @throws IOException if it cannot be read
   */
  public Optional<ModelFile> read() throws IOException {
    if (Files.notExists(where.file())) {
      return Optional.empty();
    }
    if (!where.resume()) {
      throw new FileAlreadyExistsException(
          where.file().toString(), null, "go on from this checkpoint (resume), or delete it");
    }
    ModelFile checkpoint = ModelFile.read(where.file());
    if (!checkpoint.kind().equals(kind)) {
      throw checkpoint.problem(
          "must be a checkpoint of kind '%s', was %s"
              .formatted(kind, Quotation.quote(checkpoint.kind())));
    }
    Map<String, String> before = settings(checkpoint);
    Set<String> names = new TreeSet<>(training.keySet());
    names.addAll(before.keySet());
    for (String name : names) {
      String was = before.getOrDefault(name, UNSET);
      String now = training.getOrDefault(name, UNSET);
      if (!was.equals(now)) {
        throw checkpoint.problem(
            "must be a checkpoint of this training, but %s was %s, and is now %s"
                .formatted(name, was, now));
      }
    }
    return Optional.of(checkpoint);
  }

  private static Map<String, String> settings(ModelFile checkpoint) {
    return checkpoint.metadata().entrySet().stream()
        .filter(each -> each.getKey().startsWith(SETTING))
        .collect(
            Collectors.toMap(
                each -> each.getKey().substring(SETTING.length()), Map.Entry::getValue));
  }

  /**
   * Says whether it is time to write the file again.
   *
   * @return whether it was written too long ago
   */
  public boolean isDue() {
    return System.nanoTime() - written >= where.every().toNanos();
  }

  /**
   * Replaces the file.
   *
   * @param content adds what is to be kept to a checkpoint that says which training it is of
   * @throws IOException if it cannot be written; the old one stays
   * @throws IllegalArgumentException if a number to be kept is not finite; the old one stays
   */
  public void write(Consumer<ModelFile.Builder> content) throws IOException {
    ModelFile.Builder checkpoint = ModelFile.builder(kind);
    training.forEach((name, value) -> checkpoint.text(SETTING + name, value));
    content.accept(checkpoint);
    checkpoint.write(where.file());
    written = System.nanoTime();
  }

  /**
   * Replaces the file, or logs a warning if that fails: a training does not end because its
   * checkpoint cannot be written.
   *
   * @param content as for {@link #write}
   */
  public void tryWrite(Consumer<ModelFile.Builder> content) {
    try {
      write(content);
    } catch (IOException | IllegalArgumentException e) {
      written = System.nanoTime();
      String warning = "checkpoint %s stays as it was: %s".formatted(where.file(), e);
      LOG.log(Level.WARNING, Quotation.escape(warning));
    }
  }
}
