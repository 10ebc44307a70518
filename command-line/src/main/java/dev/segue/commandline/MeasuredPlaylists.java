package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a model knows of the playlists that it is measured on.
 *
 * @param playlists how many have a target
 * @param targets how many targets they have
 * @param unknownTargets how many of these are no songs of the model
 * @param trainedOn how many of the playlists the model was trained on; empty if it does not tell
 */
record MeasuredPlaylists(
    long playlists, long targets, long unknownTargets, OptionalLong trainedOn) {

  /** Above this share, the figures are about the songs that the model lacks. */
  private static final double MANY_UNKNOWN = 0.5;

  /**
   * Looks through the playlists.
   *
   * @throws IllegalArgumentException if there are targets, but the model knows none of them
   */
  static MeasuredPlaylists of(SequenceRecommender recommender, PlaylistDataset dataset) {
    long playlists = 0;
    long targets = 0;
    long unknown = 0;
    boolean[] known = known(recommender.catalogue(), dataset.catalogue());
    try (Stream<Playlist> all = dataset.playlists()) {
      for (Playlist playlist : (Iterable<Playlist>) all::iterator) {
        playlists += playlist.targets() > 0 ? 1 : 0;
        targets += playlist.targets();
        unknown += playlist.songs().skip(playlist.context()).filter(song -> !known[song]).count();
      }
    }
    if (targets > 0 && unknown == targets) {
      throw new IllegalArgumentException(noneKnown(recommender.catalogue(), dataset, targets));
    }
    OptionalLong trainedOn =
        recommender.provenance().digests().stream()
            .mapToLong(digests -> digests.trainedOn(dataset, recommender.catalogue()))
            .findFirst();
    return new MeasuredPlaylists(playlists, targets, unknown, trainedOn);
  }

  private static boolean[] known(Catalogue model, Catalogue dataset) {
    boolean[] known = new boolean[dataset.size()];
    for (int song = 0; song < known.length; song++) {
      known[song] = model.index(dataset.song(song).id()).isPresent();
    }
    return known;
  }

  /** Names a song of each, since the ids often show what is wrong. */
  private static String noneKnown(Catalogue model, PlaylistDataset dataset, long targets) {
    return String.format(
        Locale.ROOT,
        "none of the %,d targets is a song of the model, so there is nothing to measure: a song of"
            + " the model is %s, a song of the playlists %s; give the data and the --format that"
            + " the model was trained on",
        targets,
        Quotation.quote(model.song(0).id()),
        Quotation.quote(dataset.catalogue().song(0).id()));
  }

  void write(JsonGenerator json) throws IOException {
    json.writeNumberField("playlists", playlists);
    if (trainedOn.isPresent()) {
      json.writeNumberField("trained_on", trainedOn.getAsLong());
    }
  }

  /** What makes the figures mislead, in sentences. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (trainedOn.orElse(0) > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the model was trained on %,d of the %,d playlists measured, or on copies of them: on"
                  + " these it looks better than it is",
              trainedOn.getAsLong(),
              playlists));
    }
    if (unknownTargets > MANY_UNKNOWN * targets) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%,d of the %,d targets are no songs of the model, and count as misses: is it the"
                  + " data that the model was trained on?",
              unknownTargets,
              targets));
    }
    return warnings;
  }
}
