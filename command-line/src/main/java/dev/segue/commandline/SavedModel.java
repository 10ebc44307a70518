package dev.segue.commandline;

import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saves what a training has learnt: at its place, or, if that fails, where there is another. */
final class SavedModel {

  private SavedModel() {}

  /**
   * Saves a model.
   *
   * @throws IOException if it cannot be saved there; the message says where it is instead
   */
  static void save(SequenceRecommender recommender, Path file) throws IOException {
    try {
      recommender.save(file);
    } catch (IOException e) {
      FileSystemException told =
          new FileSystemException(
              file.toString(),
              null,
              "%s; the trained model is in %s instead"
                  .formatted(reason(e), elsewhere(recommender, e)));
      told.initCause(e);
      throw told;
    }
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof FileSystemException told && told.getReason() != null
        ? told.getReason()
        : message;
  }

  /**
   * Saves a model in the system's temporary folder.
   *
   * @param why it is not saved at its place; thrown with what else failed if that fails too
   */
  static <E extends Exception> Path elsewhere(SequenceRecommender recommender, E why) throws E {
    try {
      Path file = Files.createTempFile("segue-", ".segue");
      try {
        recommender.save(file);
        return file;
      } catch (IOException e) {
        Files.deleteIfExists(file); // empty
        throw e;
      }
    } catch (IOException e) {
      why.addSuppressed(e);
      throw why;
    }
  }
}
