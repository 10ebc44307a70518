package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.segue.SequenceRecommender;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What a model refuses and says in the driver, without a cluster. */
class RecommenderParamsTest {

  private static final DataType IDS = DataTypes.createArrayType(DataTypes.StringType);

  private static RecommenderModel model() {
    return RecommenderModel.of(GoldenRecommenders.read("popularity"));
  }

  private static StructType columns(Object... namesAndTypes) {
    StructType schema = new StructType();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      schema = schema.add((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]);
    }
    return schema;
  }

  private static void assertRefused(RecommenderModel model, StructType schema, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.transformSchema(schema))
        .withMessage(message);
  }

  @Test
  void schema_hasOneColumnMore() {
    StructType schema = columns("listener", DataTypes.LongType, "songs", IDS);

    assertThat(model().transformSchema(schema).simpleString())
        .isEqualTo(
            "struct<listener:bigint,songs:array<string>,"
                + "recommendations:array<struct<song:string,score:double>>>");
    assertThat(
            model()
                .setNumericIds(true)
                .setUnknownCol("unknown")
                .setRecommendationsCol("next")
                .transformSchema(columns("songs", DataTypes.createArrayType(DataTypes.IntegerType)))
                .simpleString())
        .isEqualTo("struct<songs:array<int>,next:array<struct<song:int,score:float>>,unknown:int>");
  }

  @Test
  void songs_ofAnotherType() {
    assertRefused(
        model(), columns("songs", DataTypes.StringType), "songs must be array<string>, was string");
    assertRefused(
        model().setNumericIds(true),
        columns("songs", DataTypes.createArrayType(DataTypes.LongType)),
        "songs must be array<int>, was array<bigint>");
  }

  @Test
  void songs_missing() {
    assertRefused(
        model().setSongsCol("heard"),
        columns("listener", DataTypes.LongType, "songs", IDS),
        "dataset must have a column 'heard', but has 'listener', 'songs'");
  }

  @Test
  void times_ofAnotherType() {
    StructType schema = columns("songs", IDS, "times", IDS, "time", IDS, "snapshot", IDS);

    assertRefused(
        model().setTimesCol("times"),
        schema,
        "times must be array<timestamp> or array<bigint>, was array<string>");
    assertRefused(
        model().setTimeCol("time"), schema, "time must be timestamp or bigint, was array<string>");
    assertRefused(
        model().setSnapshotCol("snapshot"), schema, "snapshot must be binary, was array<string>");
  }

  @Test
  void recommendations_thatAreThere() {
    assertRefused(
        model(),
        columns("songs", IDS, "Recommendations", IDS),
        "recommendations must be a new column, but the dataset has 'Recommendations'");
    assertRefused(
        model().setUnknownCol("recommendations"),
        columns("songs", IDS),
        "recommendations must be a new column, but the dataset has 'recommendations'");
  }

  @Test
  void values_thatNoParamHas() {
    RecommenderModel model = model();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.setCount(-1))
        .withMessage("count must be >= 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.set(model.count(), -1))
        .withMessage("count must be >= 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.setUnknownSongs("skip"))
        .withMessage("unknownSongs must be FAIL, IGNORE or EMPTY_LIST, was 'skip'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.setSongsCol(""))
        .withMessage("songsCol must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.setRules("artistGap(20min)"))
        .withMessageContaining("20min");
  }

  @Test
  void copy_hasTheSameRecommenderAndOtherParams() {
    RecommenderModel model = model().setCount(3);

    RecommenderModel copy = model.copy(new ParamMap().put(model.rules().w("noRepeats()")));

    assertThat(copy.recommender()).isSameAs(model.recommender());
    assertThat(copy.uid()).isEqualTo(model.uid());
    assertThat(copy.getOrDefault(copy.count())).isEqualTo(3);
    assertThat(copy.getOrDefault(copy.rules())).isEqualTo("noRepeats()");
    assertThat(model.getOrDefault(model.rules())).isEqualTo(RecommenderModelTest.NO_RULES);
  }

  @Test
  void params_areExplained() {
    assertThat(model().params())
        .extracting(Param::name)
        .containsExactly(
            "count",
            "numericIds",
            "recommendationsCol",
            "rules",
            "snapshotCol",
            "songsCol",
            "timeCol",
            "timesCol",
            "unknownCol",
            "unknownSongs");
    assertThat(model().setCount(5).explainParams())
        .contains("count: songs in a list, >= 0 (default: 10, current: 5)");
  }

  /** Spark Connect finds stages so, and makes them with a uid or without. */
  @Test
  void service_isFoundBySpark() {
    assertThat(ServiceLoader.load(Transformer.class).stream().map(ServiceLoader.Provider::type))
        .contains(RecommenderModel.class);
    RecommenderModel empty = new RecommenderModel("model");

    assertThat(empty.uid()).isEqualTo("model");
    assertThatIllegalStateException()
        .isThrownBy(empty::recommender)
        .withMessage(
            "model must have a recommender, but was made without one:"
                + " use RecommenderModel.of or load");
    assertThat(new RecommenderModel().transformSchema(columns("songs", IDS)).size()).isEqualTo(2);
  }

  @Test
  void null_isRefusedByName() throws ReflectiveOperationException {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Method method : RecommenderModel.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())
          && !method.isSynthetic()
          && method.getParameterCount() == 1
          && !method.getParameterTypes()[0].isPrimitive()) {
        tried++;
        String name = method.getParameters()[0].getName();
        try {
          method.invoke(model(), new Object[] {null});
          wrong.add(method.getName());
        } catch (InvocationTargetException e) {
          if (!(e.getCause() instanceof NullPointerException)
              || !name.equals(e.getCause().getMessage())) {
            wrong.add(method.getName() + ": " + e.getCause());
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(tried).isGreaterThan(10);
    assertThat(Arrays.asList(RecommenderModel.class.getConstructors())).hasSize(2);
  }

  @Test
  void recommender_isTheOneItWasMadeOf() {
    SequenceRecommender popularity = GoldenRecommenders.read("popularity");

    assertThat(RecommenderModel.of(popularity).recommender()).isSameAs(popularity);
  }
}
