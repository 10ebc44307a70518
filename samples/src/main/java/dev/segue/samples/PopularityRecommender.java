package dev.segue.samples;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recommends what is played most, whatever was heard before: an example of writing a recommender of
 * one's own, and the one that every other must beat. A song's probability is {@code (count + 1) /
 * (plays + songs)}. Immutable; may be shared by threads.
 */
public final class PopularityRecommender implements SequenceRecommender {

  private static final String KIND = "popularity";
  private static final String LOG_PROBABILITIES = "log_probabilities";

  private final Catalogue catalogue;
  private final float[] logProbabilities;

  private PopularityRecommender(Catalogue catalogue, float[] logProbabilities) {
    this.catalogue = catalogue;
    this.logProbabilities = logProbabilities;
  }

  /**
   * Counts plays; validation playlists are not looked at.
   *
   * @return the trainer
   */
  public static Trainer<PopularityRecommender> trainer() {
    return new Trainer<>() {
      @Override
      public PopularityRecommender train(PlaylistDataset training, PlaylistDataset validation) {
        return train(training);
      }

      @Override
      public PopularityRecommender train(PlaylistDataset training) {
        return count(training);
      }
    };
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param file the model file
   * @return the recommender
   * @throws IOException if it cannot be read, or holds another kind of model
   */
  public static PopularityRecommender load(Path file) throws IOException {
    ModelFile model = ModelFile.read(file);
    if (!model.kind().equals(KIND)) {
      throw new FileFormatException(
          file, "kind of model must be %s, was '%s'".formatted(KIND, model.kind()));
    }
    Catalogue catalogue = model.catalogue();
    return new PopularityRecommender(catalogue, model.floats(LOG_PROBABILITIES, catalogue.size()));
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  public ListeningSession newSession() {
    return new Session();
  }

  @Override
  public void save(Path file) throws IOException {
    ModelFile.builder(KIND)
        .catalogue(catalogue)
        .floats(LOG_PROBABILITIES, logProbabilities, logProbabilities.length)
        .write(file);
  }

  private static PopularityRecommender count(PlaylistDataset dataset) {
    long[] counts = new long[dataset.catalogue().size()];
    long plays = 0;
    long transitions = 0;
    try (Stream<Playlist> playlists = dataset.playlists()) {
      for (Playlist playlist : (Iterable<Playlist>) playlists::iterator) {
        playlist.songs().forEach(song -> counts[song]++);
        plays += playlist.size();
        transitions += playlist.transitions();
      }
    }
    if (transitions == 0) {
      throw new IllegalArgumentException("training must hold at least 1 transition, was 0");
    }
    float[] logProbabilities = new float[counts.length];
    for (int song = 0; song < counts.length; song++) {
      logProbabilities[song] =
          (float) Math.log((counts[song] + 1.0) / (plays + (double) counts.length));
    }
    return new PopularityRecommender(dataset.catalogue(), logProbabilities);
  }

  private final class Session implements ListeningSession {

    private final List<Song> heard = new ArrayList<>();

    @Override
    public SequenceRecommender recommender() {
      return PopularityRecommender.this;
    }

    @Override
    public ListeningSession play(String songId) {
      heard.add(catalogue.song(catalogue.playlist(List.of(songId)).song(0)));
      return this;
    }

    @Override
    public List<Song> heard() {
      return List.copyOf(heard);
    }

    @Override
    public Scores scores() {
      return Scores.of(logProbabilities);
    }
  }
}
