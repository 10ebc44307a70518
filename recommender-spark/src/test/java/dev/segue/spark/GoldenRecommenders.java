package dev.segue.spark;

import dev.segue.Catalogue;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.MarkovChain;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Small recommenders of every kind, and playlists of their songs. */
final class GoldenRecommenders {

  private static final Path FOLDER = Path.of("../samples/src/test/resources/golden/0.1.0");

  private GoldenRecommenders() {}

  static SequenceRecommender read(String name) {
    try {
      return ModelFile.read(FOLDER.resolve(name + ".segue")).recommender();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A recommender trained on one playlist, and with its songs alone, in order of their ids. */
  static SequenceRecommender markovChain(List<String> playlist) {
    Catalogue catalogue =
        Catalogue.of(playlist.stream().distinct().sorted().map(Song::of).toList());
    return MarkovChain.trainer()
        .train(PlaylistDataset.of(catalogue, List.of(catalogue.playlist(playlist))));
  }

  /** A recommender as tasks get it, but open in this process already. */
  static BroadcastModel opened(SequenceRecommender recommender) throws IOException {
    BroadcastModel model = new BroadcastModel(recommender + recommender.fingerprint(), List.of());
    BroadcastModel.OPENED.get(model.fingerprint(), () -> recommender);
    return model;
  }

  /** Some playlists of 0 to 6 songs, the same for everyone who asks. */
  static List<List<String>> playlists(SequenceRecommender recommender, int number) {
    Random random = new Random(number);
    List<List<String>> playlists = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      playlists.add(
          random
              .ints(random.nextInt(7), 0, recommender.catalogue().size())
              .mapToObj(song -> recommender.catalogue().song(song).id())
              .toList());
    }
    return playlists;
  }

  /** A table of playlists by number, in 8 partitions. */
  static Dataset<Row> table(List<List<String>> playlists) {
    return tableInTheDriver(playlists).repartition(8);
  }

  /** The same, before any executor has it. */
  static Dataset<Row> tableInTheDriver(List<List<String>> playlists) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < playlists.size(); i++) {
      rows.add(RowFactory.create(i, playlists.get(i).toArray()));
    }
    StructType schema =
        new StructType()
            .add("number", DataTypes.IntegerType, false)
            .add("songs", DataTypes.createArrayType(DataTypes.StringType));
    return LocalCluster.session().createDataFrame(rows, schema);
  }
}
