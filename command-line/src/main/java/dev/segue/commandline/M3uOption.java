package dev.segue.commandline;

import dev.segue.Song;
import dev.segue.datasets.M3uDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that has songs written as a playlist for players. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class M3uOption {

  private static final String NAME = "--m3u";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = NAME,
      paramLabel = "FILE.m3u8",
      description =
          "Write the songs as a playlist for players, which take ids as locations; - is standard"
              + " output, and nothing else goes there.")
  private @Nullable String destination;

  /** Adds what is written. */
  CommandFiles addTo(CommandFiles files) {
    return files.writes(NAME, destination);
  }

  boolean toStandardOutput() {
    return Destination.STANDARD_OUTPUT.equals(destination);
  }

  /** Writes the playlist, if it was asked for. */
  void write(List<Song> songs) throws IOException {
    if (toStandardOutput()) {
      print(songs);
    } else if (destination != null) {
      M3uDataset.write(songs, Path.of(destination));
    }
  }

  /** The library writes files alone: whole, or not at all. */
  private void print(List<Song> songs) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    Path file = Files.createTempFile("segue", ".m3u8");
    try {
      M3uDataset.write(songs, file);
      out.print(Files.readString(file));
      out.flush();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
