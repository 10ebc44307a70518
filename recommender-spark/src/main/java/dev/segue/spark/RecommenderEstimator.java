package dev.segue.spark;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.dl4j.TrainingRounds;
import dev.segue.evaluation.Evaluation;
import dev.segue.lstm.LstmRecommender;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Trains a recommender on playlists that a cluster holds, as a stage of Spark ML. The driver trains
 * it, with the playlists in its memory; or, with {@linkplain #setWorkers workers}, tasks share the
 * training of a network, each with playlists of its own, and the driver has the weights alone.
 *
 * <p>A playlist is a row with a column of songs. If a column of times is named, there is also
 * {@code listener: string} or {@code bigint}, and memories of listeners are learnt. There may be
 * {@code context: int} as {@link PlayHistory#splitByTime} has it.
 *
 * <p>Its params may be changed by one thread at a time, as those of any stage; {@link #fit} is for
 * any number of threads.
 */
public final class RecommenderEstimator extends EstimatorParams {

  private static final long serialVersionUID = 1;

  /** Makes the trainer. */
  private final Function0<Trainer<?>> trainer;

  private transient @Nullable Catalogue catalogue;

  /** Makes an estimator that trains a network with the default settings, for Spark Connect. */
  public RecommenderEstimator() {
    this(Identifiable.randomUID("recommenderEstimator"));
  }

  /**
   * Makes an estimator that trains a network with the default settings.
   *
   * @param uid identifies the stage in a pipeline
   */
  public RecommenderEstimator(String uid) {
    this(uid, () -> LstmTrainer.builder().build());
  }

  private RecommenderEstimator(String uid, Function0<Trainer<?>> trainer) {
    super(uid);
    this.trainer = trainer;
  }

  /**
   * Makes an estimator.
   *
   * @param trainer makes the trainer, here and in each task, such as {@code () ->
   *     LstmTrainer.builder().epochs(10).build()}; always of the same settings
   * @return an estimator with the default params
   */
  public static RecommenderEstimator of(Function0<Trainer<?>> trainer) {
    return new RecommenderEstimator(
        Identifiable.randomUID("recommenderEstimator"), Objects.requireNonNull(trainer, "trainer"));
  }

  static Trainer<?> make(Function0<Trainer<?>> trainer) {
    try {
      return Objects.requireNonNull(trainer.call(), "trainer");
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the trainer cannot be made", e);
    }
  }

  /**
   * Trains a recommender.
   *
   * @param dataset playlists with the columns that the params name
   * @return the recommender as a stage, with the names of the columns
   * @throws IllegalArgumentException if a column is missing or of another type, no playlist has a
   *     transition, a song is not in the catalogue, or the trainer has what the params do not go
   *     with
   * @throws IllegalStateException if the trainer needs validation data, and there are none
   * @throws dev.segue.TrainingDivergedException if the training comes to numbers that are not
   *     finite
   */
  @Override
  public RecommenderModel fit(Dataset<?> dataset) {
    Objects.requireNonNull(dataset, "dataset");
    transformSchema(dataset.schema());
    boolean inRounds = (int) getOrDefault(workers()) > 0;
    boolean someRows = isSet(rowsFor());
    Trainer<?> made = make(trainer);
    if (inRounds || someRows) {
      TrainingInRounds.lstm(made);
    }
    Dataset<Row> training = part(dataset, false);
    TrainingSongs songs =
        TrainingSongs.of(
            training.select(Columns.of(training, getOrDefault(songsCol())).as("songs")),
            catalogue,
            (int) getOrDefault(rowsFor()));
    songs.requireKnownOthers();
    Broadcast<List<String>> ids =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext())
            .broadcast(songs.ids());
    try {
      SequenceRecommender trained =
          inRounds
              ? inRounds(dataset, training, songs, ids)
              : inDriver(made, dataset, training, songs, ids);
      SequenceRecommender all =
          someRows ? TrainingInRounds.withSongs(trained, songs.others()) : trained;
      return copyValues(RecommenderModel.of(all), new ParamMap()).setParent(this);
    } finally {
      ids.destroy();
    }
  }

  /** Trains with all playlists in memory. */
  private SequenceRecommender inDriver(
      Trainer<?> made,
      Dataset<?> dataset,
      Dataset<Row> training,
      TrainingSongs songs,
      Broadcast<List<String>> ids) {
    List<Playlist> learnt = playlists(numbered(columns(training), ids));
    if (!isSet(validationIndicatorCol())) {
      return made.train(PlaylistDataset.of(songs.catalogue(), learnt));
    }
    List<Playlist> measured = playlists(numbered(columns(part(dataset, true)), ids));
    PlaylistDataset all =
        PlaylistDataset.of(
            songs.catalogue(), Stream.concat(learnt.stream(), measured.stream()).toList());
    return made.train(
        PlaylistDataset.of(songs.catalogue(), learnt).partOf(all),
        PlaylistDataset.of(songs.catalogue(), measured).partOf(all));
  }

  private static List<Playlist> playlists(JavaRDD<NumberedPlaylist> numbered) {
    return NumberedPlaylist.playlists(numbered.collect().iterator());
  }

  /** Trains by tasks, each with the playlists of some listeners on its disk. */
  private SequenceRecommender inRounds(
      Dataset<?> dataset, Dataset<Row> training, TrainingSongs songs, Broadcast<List<String>> ids) {
    JavaRDD<NumberedPlaylist> parts =
        numbered(shared(training), ids).persist(StorageLevel.DISK_ONLY());
    Dataset<Row> measured = withNumbers(part(dataset, true));
    try {
      return new TrainingInRounds(
              trainer,
              parts,
              isSet(rounds()) ? OptionalInt.of((int) getOrDefault(rounds())) : OptionalInt.empty())
          .train(
              songs,
              isSet(validationIndicatorCol())
                  ? Optional.of(validation(training, measured.persist(StorageLevel.DISK_ONLY())))
                  : Optional.empty());
    } finally {
      parts.unpersist(false);
      measured.unpersist(false);
    }
  }

  /** The playlists of each task: all of a listener's, in an order that follows from them alone. */
  private Dataset<Row> shared(Dataset<Row> training) {
    boolean timed = isSet(timesCol());
    return columns(training)
        .repartition(
            (int) getOrDefault(workers()),
            functions.col(timed ? PlaylistColumns.LISTENER : "songs"))
        .sortWithinPartitions(PlaylistColumns.LISTENER, "seconds", "songs");
  }

  private JavaRDD<NumberedPlaylist> numbered(Dataset<Row> columns, Broadcast<List<String>> ids) {
    return columns.toJavaRDD().mapPartitions(new NumberedPlaylist.OfRows(ids));
  }

  /** What {@link NumberedPlaylist} reads. */
  private Dataset<Row> columns(Dataset<Row> playlists) {
    return playlists.select(
        PlaylistColumns.of(playlists, getOrDefault(songsCol()), column(timesCol())));
  }

  /** The playlists to learn from, or those to measure with. */
  private Dataset<Row> part(Dataset<?> dataset, boolean validation) {
    if (!isSet(validationIndicatorCol())) {
      return dataset.toDF();
    }
    Column isValidation =
        functions.coalesce(
            Columns.of(dataset, getOrDefault(validationIndicatorCol())), functions.lit(false));
    return dataset.toDF().where(isValidation.equalTo(validation));
  }

  /** Measures on the cluster, after what was played in training. */
  private Function<LstmRecommender, Evaluation> validation(
      Dataset<Row> training, Dataset<Row> measured) {
    ClusterEvaluator evaluator = ClusterEvaluator.of(TrainingRounds::evaluator);
    return recommender -> {
      RecommenderModel model = copyValues(RecommenderModel.of(recommender), new ParamMap());
      return isSet(timesCol()) && recommender.knowsTime()
          ? evaluator.evaluate(model, measured, withNumbers(training))
          : evaluator.evaluate(model, measured);
    };
  }

  private static Dataset<Row> withNumbers(Dataset<Row> playlists) {
    return playlists.withColumn("playlist", functions.monotonically_increasing_id());
  }

  /**
   * Checks the columns that the params name, without a job.
   *
   * @param schema the schema of a dataset
   * @return the schema of what the model makes of it
   * @throws IllegalArgumentException if a column is missing or of another type
   */
  @Override
  public StructType transformSchema(StructType schema) {
    Objects.requireNonNull(schema, "schema");
    if (isSet(validationIndicatorCol())) {
      Columns.require(schema, getOrDefault(validationIndicatorCol()), DataTypes.BooleanType);
    }
    PlaylistColumns.check(schema, isSet(timesCol()));
    return copyValues(new RecommenderModel(), new ParamMap()).transformSchema(schema);
  }

  /**
   * Returns an estimator of the same trainer.
   *
   * @param extra params that differ
   * @return the copy, with the same uid
   */
  @Override
  public RecommenderEstimator copy(ParamMap extra) {
    Objects.requireNonNull(extra, "extra");
    RecommenderEstimator copy = new RecommenderEstimator(uid(), trainer);
    copy.catalogue = catalogue;
    return copyValues(copy, extra);
  }

  /**
   * Sets {@code songsCol}.
   *
   * @param name a column
   * @return this estimator
   */
  public RecommenderEstimator setSongsCol(String name) {
    set(songsCol(), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets {@code timesCol}.
   *
   * @param name a column
   * @return this estimator
   */
  public RecommenderEstimator setTimesCol(String name) {
    set(timesCol(), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets {@code validationIndicatorCol}.
   *
   * @param name a column
   * @return this estimator
   */
  public RecommenderEstimator setValidationIndicatorCol(String name) {
    set(validationIndicatorCol(), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets {@code workers}.
   *
   * @param tasks 0 or more
   * @return this estimator
   * @throws IllegalArgumentException if it is negative
   */
  public RecommenderEstimator setWorkers(int tasks) {
    set(workers(), tasks);
    return this;
  }

  /**
   * Sets {@code rounds}.
   *
   * @param ofEpoch 1 or more
   * @return this estimator
   * @throws IllegalArgumentException if it is less than 1
   */
  public RecommenderEstimator setRounds(int ofEpoch) {
    set(rounds(), ofEpoch);
    return this;
  }

  /**
   * Sets {@code rowsFor}.
   *
   * @param songs 1 or more
   * @return this estimator
   * @throws IllegalArgumentException if it is less than 1
   */
  public RecommenderEstimator setRowsFor(int songs) {
    set(rowsFor(), songs);
    return this;
  }

  /**
   * Sets all songs, with what is known of them: artists and tags, which are learnt too. It is no
   * param, and in the driver's memory.
   *
   * @param songs at least those of the playlists; by default these alone, by their ids
   * @return this estimator
   */
  public RecommenderEstimator setCatalogue(Catalogue songs) {
    catalogue = Objects.requireNonNull(songs, "songs");
    return this;
  }
}
