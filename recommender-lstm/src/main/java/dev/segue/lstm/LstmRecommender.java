package dev.segue.lstm;

import dev.segue.Catalogue;
import dev.segue.Explanation;
import dev.segue.FileFormatException;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.Provenance;
import dev.segue.ScoreVisitor;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import dev.segue.SessionSnapshot;
import dev.segue.Song;
import dev.segue.SongPlays;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmModel;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.LstmState;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.ScoreParts;
import dev.segue.lstm.network.SongFeatures;
import dev.segue.model.ModelFile;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trained stacked LSTM that predicts the next song. Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.LstmExamplesTest" region="newSongs"}
 *
 * <p>After Bhoopchand, Syed and Iturraspe, "Music Recommendation using Recurrent Neural Networks"
 * (University College London, 2016). {@code dev.segue.dl4j.LstmTrainer}, in the module {@code
 * recommender-dl4j}, trains it; serving is in plain Java and does not need that module.
 *
 * <p>It gives every song a probability of being next. Before the first song of a session it knows
 * nothing about the listener, and its scores are the biases of the output layer.
 */
public final class LstmRecommender implements SequenceRecommender {

  private final Catalogue catalogue;
  private final SongFeatures features;
  private final LstmEnsemble networks;
  private final Map<String, String> description;
  private final Provenance provenance;
  private volatile @Nullable String fingerprint;

  LstmRecommender(
      Catalogue catalogue,
      SongFeatures features,
      LstmEnsemble networks,
      Map<String, String> description,
      Provenance provenance) {
    this.catalogue = catalogue;
    this.features = features;
    this.networks = networks;
    this.description = Map.copyOf(description);
    this.provenance = Objects.requireNonNull(provenance, "provenance");
  }

  /**
   * Creates a recommender from trained networks. For the module that trains them: only to that
   * module are the types of the parameters exported.
   *
   * @param catalogue the songs
   * @param features what songs have in common
   * @param networks at least one, over these songs and features
   * @param description what the model file says about the training, by name
   * @param provenance what the networks were trained on
   * @return the recommender
   */
  @SuppressWarnings("exports")
  public static LstmRecommender of(
      Catalogue catalogue,
      SongFeatures features,
      List<LstmNetwork> networks,
      Map<String, String> description,
      Provenance provenance) {
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(features, "features");
    Objects.requireNonNull(networks, "networks");
    networks.forEach(each -> Objects.requireNonNull(each, "networks"));
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(provenance, "provenance");
    return new LstmRecommender(
        catalogue, features, new LstmEnsemble(networks), description, provenance);
  }

  /**
   * Returns what a training made. For the module that trains: only to that module is the type
   * exported.
   *
   * @return the songs, features, networks and description of this recommender
   */
  @SuppressWarnings("exports")
  public LstmModel model() {
    return new LstmModel(catalogue, features, networks.networks(), description);
  }

  /**
   * Reads a recommender that was {@linkplain #save saved}.
   *
   * @param file the model file
   * @return the recommender, with the same scores
   * @throws FileFormatException if the file is no model file, is damaged, is too new, or holds a
   *     recommender of another kind
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if it cannot be read
   */
  public static LstmRecommender load(Path file) throws IOException {
    ModelFile model = ModelFile.read(file);
    if (!model.kind().equals(LstmFile.KIND)) {
      throw model.problem(
          "model must be of kind '%s', was %s"
              .formatted(LstmFile.KIND, Quotation.quote(model.kind())));
    }
    return LstmFile.read(model);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  /** {@inheritDoc} True if it was trained with a memory. */
  @Override
  public boolean knowsTime() {
    return networks.remembers();
  }

  @Override
  public ListeningSession newSession() {
    return new LstmSession(this, networks, SessionHistory.of(catalogue));
  }

  @Override
  public ListeningSession newSession(ListenerMemory memory) {
    Objects.requireNonNull(memory, "memory");
    catalogue.requireSame("the recommender", memory.catalogue(), "the memory");
    return new LstmSession(this, networks, SessionHistory.of(memory));
  }

  /** {@inheritDoc} No song is replayed: the snapshot holds the state of the networks. */
  @Override
  public ListeningSession restore(byte[] snapshot) {
    Objects.requireNonNull(snapshot, "snapshot");
    return LstmSession.restore(this, networks, SessionSnapshot.of(snapshot, this));
  }

  /** Returns a checksum over the catalogue and all weights, computed on the first call. */
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
   * {@inheritDoc} The similarity is the cosine similarity of the songs' vectors; for several
   * networks, its mean.
   */
  @Override
  public double similarity(String songId, String otherId) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(otherId, "otherId");
    Playlist songs = catalogue.playlist(List.of(songId, otherId));
    return networks.networks().stream()
        .mapToDouble(network -> network.cosine(songs.song(0), songs.song(1)))
        .average()
        .orElseThrow();
  }

  /**
   * Returns the vector of a song, as it was learnt: songs that are played in the same company point
   * in the same direction. The cosine of the angle between two vectors is the {@linkplain
   * #similarity similarity} of their songs.
   *
   * @param songId a song of the catalogue
   * @return {@code [embedding size]}, of no unit; of several networks their vectors one after
   *     another, each divided by its length. A new array
   * @throws IllegalArgumentException if the catalogue lacks the song
   */
  public float[] vector(String songId) {
    Objects.requireNonNull(songId, "songId");
    int song = catalogue.playlist(List.of(songId)).song(0);
    return networks.vector(song);
  }

  /** {@inheritDoc} Uses all cores. */
  @Override
  public void score(Stream<Playlist> playlists, PlayHistory history, ScoreVisitor visitor) {
    Objects.requireNonNull(playlists, "playlists");
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(visitor, "visitor");
    BatchScoring.score(catalogue, networks, playlists, history, visitor);
  }

  /** {@inheritDoc} The file's tensors are described in docs/model-file.md. */
  @Override
  public void save(OutputStream out) throws IOException {
    LstmFile.write(this, out);
  }

  /**
   * Adds songs that were not in the training data, by the {@linkplain Catalogue#leadArtist(Song)
   * lead artists} and tags they share with songs that were. Nothing is trained, and this
   * recommender does not change.
   *
   * <p>A new song's vector is the sum of the learnt vectors of its artist and its tags. Its bias is
   * that of new songs, which training with a memory learns; without a memory it is the median of
   * the other songs' biases, as if it were of median popularity. A song whose artist and tags are
   * all unknown can be played and recommended, but what was heard before changes its score only by
   * recency and memory.
   *
   * @param newSongs with ids that the catalogue lacks
   * @return a recommender whose catalogue has the new songs after the others
   * @throws IllegalArgumentException if an id is already in the catalogue, or occurs twice
   * @throws IllegalStateException if the recommender has no song features or no tied embeddings
   */
  public LstmRecommender withSongs(List<Song> newSongs) {
    return withSongs(newSongs, song -> new float[0]);
  }

  /**
   * Adds songs like {@link #withSongs(List)}, with vectors that describe them.
   *
   * @param newSongs with ids that the catalogue lacks
   * @param vectors returns the vector of each new song, of the kind that {@code songVectors} was
   *     given in training; empty for none
   * @return a recommender whose catalogue has the new songs after the others
   * @throws IllegalArgumentException if an id is already in the catalogue, or occurs twice, or if a
   *     vector's length differs from that in training, or it is not finite
   * @throws IllegalStateException if the recommender has no song features or no tied embeddings
   */
  public LstmRecommender withSongs(List<Song> newSongs, Function<Song, float[]> vectors) {
    Objects.requireNonNull(newSongs, "newSongs");
    newSongs.forEach(each -> Objects.requireNonNull(each, "newSongs"));
    Objects.requireNonNull(vectors, "vectors");
    Architecture architecture = networks.networks().get(0).architecture();
    if (!architecture.tied() || features.size() == 0) {
      throw new IllegalStateException(
          "new songs need a recommender trained with songFeatures and tiedEmbeddings, on songs that"
              + " have artists, tags or vectors");
    }
    List<SongFeatures.Row> rows = features.rows(newSongs, i -> vectors.apply(newSongs.get(i)));
    return new LstmRecommender(
        catalogue.withSongs(newSongs),
        features,
        networks.map(network -> network.withSongs(rows)),
        description,
        provenance);
  }

  /**
   * Adds the songs that a session was told and the catalogue lacks, like {@link #withSongs(List)}.
   * A session recommends only songs of its recommender's catalogue; so that it recommends these
   * from now on, let the result go on with it: {@code more.resume(session)}. With a memory, a song
   * that was played counts at once by its traces.
   *
   * <p>This copies the weights of all songs: one recommender should serve all listeners. For a
   * service with many, add the songs by {@link #withSongs(List)} as they come, some at a time.
   *
   * @param session a session of any recommender; does not change
   * @return a recommender whose catalogue has the songs that the session has heard, or that its
   *     memory holds, after the others; this one if it has them all
   * @throws IllegalStateException if there are such songs, and the recommender has no song features
   *     or no tied embeddings
   */
  public LstmRecommender withSongsOf(ListeningSession session) {
    Objects.requireNonNull(session, "session");
    Stream<Song> remembered =
        session.memory().stream().flatMap(memory -> memory.plays().stream()).map(SongPlays::song);
    Map<String, Song> newSongs = new LinkedHashMap<>();
    Stream.concat(session.heard().stream(), remembered)
        .filter(song -> catalogue.index(song.id()).isEmpty())
        .forEach(song -> newSongs.putIfAbsent(song.id(), song));
    return newSongs.isEmpty() ? this : withSongs(List.copyOf(newSongs.values()));
  }

  /**
   * Returns a recommender whose sessions rank songs on all cores, one listener at a time: for
   * catalogues of some 100,000 songs or more with few listeners at once. The recommendations are
   * the same.
   *
   * @return a recommender that shares all weights with this one
   */
  public LstmRecommender parallel() {
    return new LstmRecommender(catalogue, features, networks.parallel(), description, provenance);
  }

  /**
   * Returns a recommender with an approximate index of its songs, for catalogues of more than some
   * 200,000: its sessions recommend the best of the songs that the index finds, by their exact
   * scores, and so may miss some. Everything else, including probabilities and explanations, stays
   * exact. Building the index takes all cores for minutes; it is not saved with the model, and
   * {@link #withSongs} returns a recommender without it.
   *
   * <p>Needs JVector on the class path, {@code io.github.jbellis:jvector:3.0.6}.
   *
   * @param candidates how many songs the index finds, at least 1: more candidates miss fewer songs
   *     and take longer; longer lists than this are ranked exactly
   * @return a recommender that shares all weights with this one
   * @throws IllegalArgumentException if the number is less than 1
   * @throws IllegalStateException if JVector is not on the class path, or this recommender is an
   *     ensemble
   */
  public LstmRecommender withIndex(int candidates) {
    if (candidates < 1) {
      throw new IllegalArgumentException("candidates must be > 0, was " + candidates);
    }
    try {
      return new LstmRecommender(
          catalogue, features, networks.withIndex(candidates), description, provenance);
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

  /** What the model file says about the training. */
  Map<String, String> description() {
    return description;
  }

  /** Returns the features of a song, which need not be in the catalogue. */
  SongFeatures.Row features(Song song) {
    return features.row(song);
  }

  /** Returns the parts of a song's score; none for several networks. */
  List<Explanation.Part> parts(
      int song, List<LstmState> states, MemoryFeatures memory, String plays) {
    return networks.networks().size() == 1
        ? ScoreParts.of(networks.networks().get(0), features, song, states.get(0), memory, plays)
        : List.of();
  }

  /** Describes the recommender. */
  @Override
  public String toString() {
    int count = networks.networks().size();
    return (count == 1 ? "LSTM" : count + " LSTMs") + " over " + catalogue.size() + " songs";
  }
}
