package dev.segue.lstm;

import dev.segue.Catalogue;
import dev.segue.Explanation;
import dev.segue.FileFormatException;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.ScoreVisitor;
import dev.segue.SequenceRecommender;
import dev.segue.SessionSnapshot;
import dev.segue.Song;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.LstmState;
import dev.segue.lstm.network.ScoreParts;
import dev.segue.lstm.network.SongFeatures;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stacked LSTM that has learnt which song comes next. Immutable; may be shared by threads.
 *
 * <p>After Bhoopchand, Syed and Iturraspe, "Music Recommendation using Recurrent Neural Networks"
 * (University College London, 2016). {@code dev.segue.dl4j.LstmTrainer}, of the module {@code
 * recommender-dl4j}, trains it; a trained one serves in plain Java and needs nothing of that.
 *
 * <p>It defines a probability for every next song. Before the first song of a session it knows
 * nothing of the listener, and its scores are the biases of the output layer.
 */
public final class LstmRecommender implements SequenceRecommender {

  private final Catalogue catalogue;
  private final SongFeatures features;
  private final LstmEnsemble networks;
  private final Map<String, String> description;
  private volatile @Nullable String fingerprint;

  LstmRecommender(
      Catalogue catalogue,
      SongFeatures features,
      LstmEnsemble networks,
      Map<String, String> description) {
    this.catalogue = catalogue;
    this.features = features;
    this.networks = networks;
    this.description = Map.copyOf(description);
  }

  /**
   * Makes a recommender of networks that were trained: for the module that trains them, to which
   * alone the types of the parameters are open.
   *
   * @param catalogue the songs
   * @param features what songs have in common
   * @param networks at least one, over these songs and features
   * @param description what the model file says of the training, by name
   * @return the recommender
   */
  @SuppressWarnings("exports")
  public static LstmRecommender of(
      Catalogue catalogue,
      SongFeatures features,
      List<LstmNetwork> networks,
      Map<String, String> description) {
    return new LstmRecommender(catalogue, features, new LstmEnsemble(networks), description);
  }

  /**
   * Reads a recommender that was {@linkplain #save saved}.
   *
   * @param file the model file
   * @return the recommender, with the same scores
   * @throws FileFormatException if the file is no model file, is damaged, is too new, or holds a
   *     recommender of another kind
   * @throws IOException if it cannot be read
   */
  public static LstmRecommender load(Path file) throws IOException {
    ModelFile model = ModelFile.read(file);
    if (!model.kind().equals(LstmFile.KIND)) {
      throw model.problem(
          "model must be of kind '%s', was '%s'".formatted(LstmFile.KIND, model.kind()));
    }
    return LstmFile.read(model);
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
    return new LstmSession(this, networks);
  }

  /** {@inheritDoc} Nothing is heard again: the snapshot holds the state of the networks. */
  @Override
  public ListeningSession restore(byte[] snapshot) {
    return LstmSession.restore(this, networks, SessionSnapshot.of(snapshot, this));
  }

  /** A checksum over the catalogue and all weights: computed once, when it is first asked for. */
  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = networks.fingerprint(catalogue.fingerprint());
      fingerprint = known;
    }
    return known;
  }

  /**
   * {@inheritDoc} The similarity is the cosine of the angle between the songs' vectors, of several
   * networks the mean.
   */
  @Override
  public double similarity(String songId, String otherId) {
    Playlist songs = catalogue.playlist(List.of(songId, otherId));
    return networks.networks().stream()
        .mapToDouble(network -> network.cosine(songs.song(0), songs.song(1)))
        .average()
        .orElseThrow();
  }

  /** {@inheritDoc} All cores work on it. */
  @Override
  public void score(Stream<Playlist> playlists, ScoreVisitor visitor) {
    BatchScoring.score(networks, playlists, visitor);
  }

  /** {@inheritDoc} The file's tensors are described in docs/model-file.md. */
  @Override
  public void save(OutputStream out) throws IOException {
    LstmFile.write(this, out);
  }

  /**
   * Adds songs that were not there in training, by what they have in common with those that were:
   * their artists and tags. Nothing is learnt; this recommender stays as it is.
   *
   * <p>A new song's vector is the sum of what was learnt of its artist and its tags, and its bias
   * the median of those of the other songs: it counts as played as often as the one in the middle.
   * A song of which neither artist nor tags are known can be played and recommended, but is as
   * likely everywhere.
   *
   * @param newSongs with ids that the catalogue lacks
   * @return a recommender whose catalogue has the new songs behind the others
   * @throws IllegalArgumentException if an id is there already, or twice
   * @throws IllegalStateException if the recommender has no song features, or not tied embeddings
   */
  public LstmRecommender withSongs(List<Song> newSongs) {
    return withSongs(newSongs, song -> new float[0]);
  }

  /**
   * Adds songs like {@link #withSongs(List)}, with vectors that describe them.
   *
   * @param newSongs with ids that the catalogue lacks
   * @param vectors gives the vector of each new song, of the kind that {@code songFeatures} was
   *     given in training; empty for none
   * @return a recommender whose catalogue has the new songs behind the others
   * @throws IllegalArgumentException if an id is there already, or twice, or if a vector has
   *     another length than those in training
   * @throws IllegalStateException if the recommender has no song features, or not tied embeddings
   */
  public LstmRecommender withSongs(List<Song> newSongs, Function<Song, float[]> vectors) {
    Architecture architecture = networks.networks().get(0).architecture();
    if (!architecture.tied() || features.size() == 0) {
      throw new IllegalStateException(
          "new songs need a recommender trained with songFeatures and tiedEmbeddings, on songs that"
              + " have artists, tags or vectors");
    }
    List<SongFeatures.Row> rows = features.rows(newSongs, i -> vectors.apply(newSongs.get(i)));
    Catalogue all =
        Catalogue.of(Stream.concat(catalogue.songs().stream(), newSongs.stream()).toList());
    return new LstmRecommender(
        all, features, networks.map(network -> network.withSongs(rows)), description);
  }

  /**
   * A recommender whose sessions rank songs on all cores, one listener at a time: for catalogues of
   * some 100,000 songs or more, where few listeners wait at once. The recommendations are the same.
   *
   * @return a recommender that shares all weights with this one
   */
  public LstmRecommender parallel() {
    return new LstmRecommender(catalogue, features, networks.parallel(), description);
  }

  /**
   * A recommender with an approximate index of its songs, for catalogues beyond some 200,000: its
   * sessions recommend the best of the songs that the index finds, by their exact scores, and so
   * may miss some. All else, probabilities and explanations too, stays exact. Building the index
   * takes all cores for minutes; it is not saved with the model, and {@link #withSongs} gives a
   * recommender without it.
   *
   * <p>Needs JVector on the class path, {@code io.github.jbellis:jvector:3.0.6}.
   *
   * @param candidates how many songs the index looks for, at least 1: more of them miss less and
   *     take longer; lists longer than that are ranked exactly
   * @return a recommender that shares all weights with this one
   * @throws IllegalArgumentException if the number is less than 1
   * @throws IllegalStateException if JVector is not there, or this recommender is an ensemble
   */
  public LstmRecommender withIndex(int candidates) {
    if (candidates < 1) {
      throw new IllegalArgumentException("candidates must be > 0, was " + candidates);
    }
    try {
      return new LstmRecommender(catalogue, features, networks.withIndex(candidates), description);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "an index needs JVector: put io.github.jbellis:jvector:3.0.6 on the class path", e);
    }
  }

  SongFeatures features() {
    return features;
  }

  LstmEnsemble networks() {
    return networks;
  }

  /** What the model file says of the training. */
  Map<String, String> description() {
    return description;
  }

  /** The features of a song that the catalogue may lack. */
  SongFeatures.Row features(Song song) {
    return features.row(song, new float[0]);
  }

  /** What the score of a song is the sum of; of several networks nothing. */
  List<Explanation.Part> parts(int song, List<LstmState> states) {
    return networks.networks().size() == 1
        ? ScoreParts.of(networks.networks().get(0), features, song, states.get(0))
        : List.of();
  }

  /** Says what it is. */
  @Override
  public String toString() {
    int count = networks.networks().size();
    return (count == 1 ? "LSTM" : count + " LSTMs") + " over " + catalogue.size() + " songs";
  }
}
