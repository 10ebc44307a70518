package dev.segue.spark;

import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * A recommender as a stage of Spark ML, of whatever kind: adds to each row a list of what to play
 * after the row's songs. Executors make the lists, by one session a row, and they are those of
 * {@link SequenceRecommender#recommendAll}, with the same scores, bit for bit.
 *
 * <p>Each process of an executor opens the model once, whatever its tasks. What it needs on its
 * class path are the jars of Segue that read such a model.
 *
 * <p>Its params may be changed by one thread at a time, as those of any stage; {@link #transform}
 * is for any number of threads.
 */
public final class RecommenderModel extends RecommenderParams implements MLWritable {

  private static final long serialVersionUID = 1;

  /** Not serialised: a model travels as a folder, or as a broadcast. */
  private final transient @Nullable SharedRecommender shared;

  /** Makes a model without a recommender, for Spark Connect. Use {@link #of} or {@link #load}. */
  public RecommenderModel() {
    this(Identifiable.randomUID("recommender"));
  }

  /**
   * Makes a model without a recommender, for Spark's readers. Use {@link #of} or {@link #load}.
   *
   * @param uid identifies the stage in a pipeline
   */
  public RecommenderModel(String uid) {
    this(uid, null);
  }

  private RecommenderModel(String uid, @Nullable SharedRecommender shared) {
    super(uid);
    this.shared = shared;
  }

  /**
   * Makes a stage of a recommender.
   *
   * @param recommender the recommender; executors get what it saves
   * @return a model with the default params
   */
  public static RecommenderModel of(SequenceRecommender recommender) {
    Objects.requireNonNull(recommender, "recommender");
    return new RecommenderModel(
        Identifiable.randomUID("recommender"), new SharedRecommender(recommender));
  }

  /**
   * Returns what loads models.
   *
   * @return a reader
   */
  public static MLReader<RecommenderModel> read() {
    return new Reader();
  }

  /**
   * Loads a model that was {@linkplain #write saved}.
   *
   * @param path its folder, on any file system that Hadoop knows
   * @return the model, with its params
   */
  public static RecommenderModel load(String path) {
    return read().load(Objects.requireNonNull(path, "path"));
  }

  private static final class Reader extends MLReader<RecommenderModel> {

    @Override
    public RecommenderModel load(String path) {
      // Not by DefaultParamsReader.load, which makes an object of the class that the folder names.
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader.loadMetadata(path, sparkSession(), RecommenderModel.class.getName());
      try {
        SequenceRecommender recommender =
            RecommenderWriter.read(path, sparkSession().sparkContext().hadoopConfiguration());
        RecommenderModel model =
            new RecommenderModel(metadata.uid(), new SharedRecommender(recommender));
        metadata.getAndSetParams(model, Option.empty());
        return model;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Returns what saves this model: a folder with the params in Spark's own format, and beside them
   * {@code recommender.segue}, byte for byte what {@link SequenceRecommender#save} writes.
   *
   * @return a writer
   */
  @Override
  public MLWriter write() {
    return new RecommenderWriter(this);
  }

  /**
   * Returns the recommender, for use in this process.
   *
   * @return the recommender
   * @throws IllegalStateException if the model was made without one
   */
  public SequenceRecommender recommender() {
    return shared().recommender();
  }

  private SharedRecommender shared() {
    if (shared == null) {
      throw new IllegalStateException(
          "%s must have a recommender, but was made without one: use RecommenderModel.of or load"
              .formatted(uid()));
    }
    return shared;
  }

  /**
   * Adds the column of lists, and, if it is named, that of the number of unknown songs. Keeps all
   * other columns and rows.
   *
   * @param dataset rows with the columns that the params name
   * @return the same rows, whose lists are made when they are needed
   * @throws IllegalArgumentException if a column is missing or of another type, or is not new
   * @throws IllegalStateException if the model was made without a recommender
   * @throws UnsupportedOperationException if the rules ask for {@linkplain
   *     RecommendationRules#diversity diversity} and the recommender has learnt no similarity of
   *     songs
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Objects.requireNonNull(dataset, "dataset");
    transformSchema(dataset.schema());
    checkRules();
    SparkContext context = dataset.sparkSession().sparkContext();
    Column songs = Columns.of(dataset, getOrDefault(songsCol()));
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    columns.add(
        functions
            .udf(new RowRecommendation(lists(context), Instant.now().getEpochSecond()), listType())
            .withName("recommend") // in plans and messages
            .asNondeterministic() // so that no optimiser makes a list twice
            .apply(
                songs,
                optional(dataset, column(timesCol()), Columns.SECONDS),
                optional(dataset, column(timeCol()), DataTypes.LongType),
                optional(dataset, column(snapshotCol()), DataTypes.BinaryType))
            .as(getOrDefault(recommendationsCol())));
    column(unknownCol())
        .ifPresent(
            name ->
                columns.add(
                    functions
                        .udf(new UnknownCount(in(context)), DataTypes.IntegerType)
                        .withName("unknown_songs")
                        .apply(songs)
                        .as(name)));
    return dataset.toDF().select(columns.toArray(Column[]::new));
  }

  /**
   * Makes the beginning of a list, so that what no recommender can do is refused before any job.
   */
  void checkRules() {
    recommender()
        .newSession()
        .recommend(
            Math.min((int) getOrDefault(count()), 2),
            RecommendationRules.parse(getOrDefault(rules())));
  }

  /** Returns what makes the lists of tasks on a cluster. */
  RowLists lists(SparkContext context) {
    return new RowLists(
        in(context),
        (int) getOrDefault(count()),
        getOrDefault(rules()),
        UnknownSongs.valueOf(getOrDefault(unknownSongs())),
        (boolean) getOrDefault(numericIds()));
  }

  private static Column optional(Dataset<?> dataset, Optional<String> name, DataType type) {
    return name.map(each -> Columns.of(dataset, each))
        .orElseGet(() -> functions.lit(null))
        .cast(type);
  }

  /** Returns what songs are. */
  DataType songType() {
    return (boolean) getOrDefault(numericIds()) ? DataTypes.IntegerType : DataTypes.StringType;
  }

  /** Returns what lists are. */
  DataType listType() {
    boolean numeric = (boolean) getOrDefault(numericIds());
    return DataTypes.createArrayType(
        new StructType()
            .add("song", songType(), false)
            .add("score", numeric ? DataTypes.FloatType : DataTypes.DoubleType, false),
        false);
  }

  /**
   * Checks the columns that the params name, without a job.
   *
   * @param schema the schema of a dataset
   * @return the schema of what {@link #transform} makes of it
   * @throws IllegalArgumentException if a column is missing or of another type, or is not new
   */
  @Override
  public StructType transformSchema(StructType schema) {
    Objects.requireNonNull(schema, "schema");
    checkSongs(schema);
    column(timeCol())
        .ifPresent(
            name -> Columns.require(schema, name, DataTypes.TimestampType, DataTypes.LongType));
    column(snapshotCol()).ifPresent(name -> Columns.require(schema, name, DataTypes.BinaryType));
    StructType lists = Columns.with(schema, getOrDefault(recommendationsCol()), listType());
    return column(unknownCol())
        .map(name -> Columns.with(lists, name, DataTypes.IntegerType))
        .orElse(lists);
  }

  /** Checks the columns of songs and of their times. */
  void checkSongs(StructType schema) {
    Columns.require(schema, getOrDefault(songsCol()), DataTypes.createArrayType(songType()));
    column(timesCol())
        .ifPresent(name -> Columns.require(schema, name, Columns.TIMES, Columns.SECONDS));
  }

  /** Returns what tasks on a cluster open. */
  BroadcastModel in(SparkContext context) {
    return shared().in(context);
  }

  /**
   * Returns a model of the same recommender.
   *
   * @param extra params that differ
   * @return the copy, with the same uid
   */
  @Override
  public RecommenderModel copy(ParamMap extra) {
    Objects.requireNonNull(extra, "extra");
    return copyValues(new RecommenderModel(uid(), shared), extra).setParent(parent());
  }

  /**
   * Sets {@code songsCol}.
   *
   * @param name a column
   * @return this model
   */
  public RecommenderModel setSongsCol(String name) {
    set(songsCol(), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets {@code timesCol}.
   *
   * @param name a column
   * @return this model
   */
  public RecommenderModel setTimesCol(String name) {
    set(timesCol(), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets {@code timeCol}.
   *
   * @param name a column
   * @return this model
   */
  public RecommenderModel setTimeCol(String name) {
    set(timeCol(), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets {@code snapshotCol}.
   *
   * @param name a column
   * @return this model
   */
  public RecommenderModel setSnapshotCol(String name) {
    set(snapshotCol(), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets {@code recommendationsCol}.
   *
   * @param name a new column
   * @return this model
   */
  public RecommenderModel setRecommendationsCol(String name) {
    set(recommendationsCol(), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets {@code unknownCol}.
   *
   * @param name a new column
   * @return this model
   */
  public RecommenderModel setUnknownCol(String name) {
    set(unknownCol(), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets {@code count}.
   *
   * @param songs songs in a list, 0 or more
   * @return this model
   * @throws IllegalArgumentException if it is negative
   */
  public RecommenderModel setCount(int songs) {
    set(count(), songs);
    return this;
  }

  /**
   * Sets {@code rules}.
   *
   * @param text the rules
   * @return this model
   * @throws IllegalArgumentException if the text cannot be read; says what is expected, and where
   */
  public RecommenderModel setRules(String text) {
    set(rules(), Objects.requireNonNull(text, "text"));
    return this;
  }

  /**
   * Sets {@code unknownSongs}.
   *
   * @param action {@code FAIL}, {@code IGNORE} or {@code EMPTY_LIST}
   * @return this model
   * @throws IllegalArgumentException if it is none of these
   */
  public RecommenderModel setUnknownSongs(String action) {
    set(unknownSongs(), Objects.requireNonNull(action, "action"));
    return this;
  }

  /**
   * Sets {@code numericIds}.
   *
   * @param numeric whether songs are indices in the catalogue
   * @return this model
   */
  public RecommenderModel setNumericIds(boolean numeric) {
    set(numericIds(), numeric);
    return this;
  }
}
