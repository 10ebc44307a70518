package dev.segue.commandline;

import dev.segue.files.AtomicFiles;
import dev.segue.files.Existing;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where an option writes. Immutable. */
sealed interface CommandOutput {

  /** The option's name. */
  String option();

  /** What is there now, and would be replaced; a folder is told by itself and its files. */
  List<Path> replaced() throws IOException;

  /** Whether this writes what the other output writes too. */
  boolean overlaps(CommandOutput other) throws IOException;

  /** Whether what is replaced is the command's own, although it lies in a folder that is read. */
  default boolean mayReplaceIn(Path folder) throws IOException {
    return false;
  }

  /** Finds out that nothing can be written before work is done whose result should be there. */
  void checkWritable() throws IOException;

  /** The program's output. */
  record ToStandardOutput(String option) implements CommandOutput {

    @Override
    public List<Path> replaced() {
      return List.of();
    }

    @Override
    public boolean overlaps(CommandOutput other) {
      return false;
    }

    @Override
    public void checkWritable() {}
  }

  /** A file. */
  record ToFile(String option, Path file) implements CommandOutput {

    /** What is written on trial, and removed. */
    private static final int TRIAL_BYTES = 4096;

    @Override
    public List<Path> replaced() {
      return Files.exists(file) && !Files.isDirectory(file) ? List.of(file) : List.of();
    }

    @Override
    public boolean overlaps(CommandOutput other) throws IOException {
      return (other instanceof ToFile another && Place.same(file, another.file))
          || (other instanceof ToModel model && Place.same(file, model.file));
    }

    @Override
    public void checkWritable() throws IOException {
      Existing.checkNoFolder(file);
      Path folder = file.toAbsolutePath().getParent();
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new FileSystemException(
            file.toString(), null, "must be a file, but is a device or a pipe");
      }
      if (folder != null && !Files.isDirectory(folder)) {
        throw new NoSuchFileException(file.toString(), null, "there is no folder " + folder);
      }
      if (!Files.isWritable(Files.exists(file) ? file : folder)) {
        throw new FileSystemException(file.toString(), null, "must be writable, but is not");
      }
      AtomicFiles.tryToWrite(file, TRIAL_BYTES);
    }
  }

  /**
   * A model file.
   *
   * @param force whether it may replace a file that is no model
   */
  record ToModel(String option, Path file, boolean force) implements CommandOutput {

    private ToFile asFile() {
      return new ToFile(option, file);
    }

    @Override
    public List<Path> replaced() {
      return asFile().replaced();
    }

    @Override
    public boolean overlaps(CommandOutput other) throws IOException {
      return asFile().overlaps(other);
    }

    /** No format of playlists is that of models. */
    @Override
    public boolean mayReplaceIn(Path folder) throws IOException {
      return ModelHeader.isOf(file);
    }

    @Override
    public void checkWritable() throws IOException {
      asFile().checkWritable();
      if (!force && Files.exists(file) && !ModelHeader.isOf(file)) {
        throw new FileAlreadyExistsException(
            file.toString(),
            null,
            "must be a model file if it is to be replaced, but is none: choose another "
                + option
                + ", or replace it with --force");
      }
    }
  }

  /**
   * A folder.
   *
   * @param names which names the files may have that are written
   */
  record ToFolder(String option, Path folder, Predicate<String> names) implements CommandOutput {

    @Override
    public List<Path> replaced() throws IOException {
      if (!Files.isDirectory(folder)) {
        return Files.exists(folder) ? List.of(folder) : List.of();
      }
      try (Stream<Path> files = Files.list(folder)) {
        Stream<Path> written = files.filter(file -> names.test(file.getFileName().toString()));
        return Stream.concat(Stream.of(folder), written).toList();
      }
    }

    @Override
    public boolean overlaps(CommandOutput other) throws IOException {
      if (other instanceof ToFile file) {
        return holds(file.file);
      }
      return other instanceof ToModel model && holds(model.file);
    }

    private boolean holds(Path file) throws IOException {
      Path parent = file.toAbsolutePath().getParent();
      return Place.same(folder, file)
          || (parent != null
              && Place.same(folder, parent)
              && names.test(file.getFileName().toString()));
    }

    /** The folder itself holds nothing that is lost, and a resumed comparison finds its own. */
    @Override
    public boolean mayReplaceIn(Path input) throws IOException {
      return TrainedSystems.isFolder(folder) && !Place.same(folder, input);
    }

    @Override
    public void checkWritable() throws IOException {
      Existing.checkNoFile(folder);
    }
  }
}
