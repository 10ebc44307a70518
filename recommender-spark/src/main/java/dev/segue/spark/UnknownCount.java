package dev.segue.spark;

import java.io.IOException;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Counts the songs of a row that the catalogue lacks.
 *
 * @param model the model
 */
record UnknownCount(BroadcastModel model) implements UDF1<Seq<?>, Integer> {

  @Override
  public @Nullable Integer call(@Nullable Seq<?> songs) throws IOException {
    return songs == null
        ? null
        : new RowSongs(model.recommender().catalogue(), CollectionConverters.asJava(songs))
            .unknown()
            .size();
  }
}
