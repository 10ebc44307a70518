package dev.segue.spark;

import dev.segue.SequenceRecommender;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/**
 * Writes the folder of a {@link RecommenderModel}: the params as Spark does, and the model file.
 */
final class RecommenderWriter extends MLWriter {

  private static final String MODEL_FILE = "recommender.segue";

  private final RecommenderModel model;

  RecommenderWriter(RecommenderModel model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    SequenceRecommender recommender = model.recommender(); // before anything is written
    Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
    Path file = new Path(path, MODEL_FILE);
    try {
      new DefaultParamsWriter(model).session(sparkSession()).save(path);
      try (OutputStream out = file.getFileSystem(hadoop).create(file)) {
        recommender.save(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the model file in a folder; by a local file, since it may be larger than an array. */
  static SequenceRecommender read(String path, Configuration hadoop) throws IOException {
    Path file = new Path(path, MODEL_FILE);
    java.nio.file.Path local = Files.createTempFile("segue", ".model");
    try {
      try (InputStream in = file.getFileSystem(hadoop).open(file)) {
        Files.copy(in, local, StandardCopyOption.REPLACE_EXISTING);
      }
      return ModelFile.read(local).recommender();
    } finally {
      Files.delete(local);
    }
  }
}
