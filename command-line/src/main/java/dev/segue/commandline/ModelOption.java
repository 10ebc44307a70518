package dev.segue.commandline;

import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the model file that a command reads. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class ModelOption {

  private static final String NAME = "--model";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      required = true,
      description = "The model file to read.")
  private Path file;

  /** Adds the file that is read. */
  CommandFiles addTo(CommandFiles files) {
    return files.reads(NAME, file);
  }

  /** Reads the file, and shows that. */
  ModelFile read(Progress progress) throws IOException {
    progress.start("reading " + file);
    return ModelFile.read(file);
  }

  Path path() {
    return file;
  }

  /** The path of the file. */
  @Override
  public String toString() {
    return file.toString();
  }
}
