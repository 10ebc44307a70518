package dev.segue.commandline;

import dev.segue.datasets.DownloadListener;
import dev.segue.datasets.YesDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches a dataset from its publisher. */
@Command(
    name = "fetch",
    description = {
      "Fetch a dataset from its publisher, and unpack it.",
      "",
      "yes: playlists of American radio stations, as published with Latent Markov Embedding, from"
          + " https://www.cs.cornell.edu/~shuochen/lme/dataset.tar.gz or the mirror"
          + " https://csinpi.github.io/lme/dataset.tar.gz. They were collected from Yes.com and"
          + " Last.fm, whom the publisher asks you to contact for any commercial use.",
      "",
      "No other command connects to anything, but for serve --music-server.",
      "If the connection breaks, running the command again resumes the download."
    },
    footer = {"", "Example:", "  segue fetch yes --to lme", "", "Guide: docs/datasets.md"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Fetch implements Callable<Integer> {

  enum Dataset {
    YES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec command;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "NAME", description = "One of ${COMPLETION-CANDIDATES}.")
  private Dataset dataset;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "The folder to unpack into; the archive stays beside. Made if need be.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    json.files().writesInto("--to", folder, Fetch::isWritten).check();
    try (Progress progress = Segue.progress(command)) {
      YesDataset.download(folder, new Bar(progress, "fetching " + dataset));
    }
    String checksum = Files.readString(folder.resolve("dataset.tar.gz.sha256")).split(" ", 2)[0];
    PrintWriter text = json.text();
    text.println("unpacked into  " + folder);
    text.println("SHA-256        " + checksum);
    json.write(
        fields -> {
          fields.writeStringField("folder", folder.toString());
          fields.writeStringField("sha256", checksum);
        });
    return 0;
  }

  /** The archive, its checksum, a part of it, and what is unpacked. */
  private static boolean isWritten(String name) {
    return name.startsWith("dataset");
  }

  /** A bar whose length is known when the server answers, and may change if another one does. */
  private static final class Bar implements DownloadListener {

    private final Progress progress;
    private final String task;
    private OptionalLong shownTotal = OptionalLong.empty();

    Bar(Progress progress, String task) {
      this.progress = progress;
      this.task = task;
      progress.start(task);
    }

    @Override
    public void onProgress(long received, OptionalLong total) {
      if (!total.equals(shownTotal)) {
        progress.start(task, total.orElse(-1));
        shownTotal = total;
      }
      progress.to(received);
    }
  }
}
