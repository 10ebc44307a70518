package dev.segue.samples;

import dev.segue.DatasetSplit;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.SyntheticStation;
import dev.segue.datasets.YesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name a dataset, and its parts. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DataOptions {

  private static final long SPLIT_SEED = 42;

  enum Format {
    YES,
    SYNTHETIC;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum Part {
    TRAIN,
    VALID,
    TEST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with train.txt, valid.txt and test.txt; none for a synthetic station.")
  private @Nullable Path folder;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "yes",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Format format;

  /** Finds wrong usage before any work is done. */
  void check() {
    if (format == Format.YES && folder == null) {
      throw new ParameterException(command.commandLine(), "--format yes needs --data=DIR");
    }
    if (format == Format.SYNTHETIC && folder != null) {
      throw new ParameterException(command.commandLine(), "--format synthetic takes no --data");
    }
  }

  boolean synthetic() {
    return folder == null;
  }

  boolean has(Part part) {
    return folder == null || Files.exists(file(folder, part));
  }

  PlaylistDataset read(Part part) throws IOException {
    return folder == null
        ? part(split(SyntheticStation.ofDefaults()), part)
        : YesDataset.read(file(folder, part));
  }

  /** The parts of a synthetic station: the same ones for every command. */
  static DatasetSplit split(PlaylistDataset station) {
    return station.split(0.8, 0.1, 0.1, SPLIT_SEED);
  }

  private static Path file(Path folder, Part part) {
    return folder.resolve(part + ".txt");
  }

  private static PlaylistDataset part(DatasetSplit split, Part part) {
    return switch (part) {
      case TRAIN -> split.training();
      case VALID -> split.validation();
      case TEST -> split.test();
    };
  }
}
