package dev.segue.commandline;

import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.commandline.DataOptions.Part;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import dev.segue.pages.map.SongPlane;
import dev.segue.pages.map.SongVectors;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws the songs of a model as a map. */
@Command(
    name = "map",
    description = {
      "Draw the songs of an LSTM as a map: those that are played in the same company lie together.",
      "With data, playlists of the test part can be followed, or of all if there are no parts."
    },
    footer = {
      "",
      "Examples:",
      "  segue map --model plays.segue --output map.html",
      "  segue map --model plays.segue --data plays.csv --colour tag --output map.html",
      "",
      "Guide: docs/pages.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class MapOfSongs implements Callable<Integer> {

  /** What songs of one colour have in common. */
  enum Colour {
    ARTIST,
    TAG;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Playlists beyond these would be looked for by nobody. */
  private static final int PATHS = 50;

  @Spec private CommandSpec command;
  @Mixin private ModelOption model;
  @Mixin private DataOptions data;

  @Option(
      names = "--output",
      paramLabel = "FILE.html",
      required = true,
      description = "Write the page here; - is standard output.")
  private String output;

  @Option(
      names = "--colour",
      paramLabel = "WHAT",
      defaultValue = "artist",
      description = "What songs of one colour have in common, one of ${COMPLETION-CANDIDATES}.")
  private Colour colour;

  @Override
  public Integer call() throws IOException {
    if (data.isGiven()) {
      data.check();
    }
    model
        .addTo(new CommandFiles(command))
        .reads("--data", data.path())
        .writes("--output", output)
        .check();
    try (Progress progress = Segue.progress(command)) {
      ModelFile file = model.read(progress);
      LstmRecommender recommender = recommender(file);
      List<List<Song>> playlists = data.isGiven() ? playlists(progress) : List.of();
      progress.start("laying out songs");
      SongVectors songs = SongVectors.of(recommender);
      MapPage page =
          new MapPage(
              ModelFacts.of(file, model.path(), command),
              recommender.catalogue(),
              new ShownSongs(songs),
              SongPlane.layOut(songs.directions()),
              colour,
              playlists);
      progress.end();
      Destination.write(output, command.commandLine().getOut(), page.page()::write);
    }
    return 0;
  }

  private LstmRecommender recommender(ModelFile file) throws IOException {
    if (file.recommender() instanceof LstmRecommender lstm) {
      return lstm;
    }
    throw file.problem("model must be of kind 'lstm', was " + Quotation.quote(file.kind()));
  }

  private List<List<Song>> playlists(Progress progress) throws IOException {
    data.recognise(progress);
    progress.start("reading playlists");
    PlaylistDataset dataset = data.isDivided() ? data.read(Part.TEST) : data.readWhole();
    data.tellRead(progress);
    return SpreadPlaylists.of(dataset, 2, PATHS);
  }
}
