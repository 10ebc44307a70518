package dev.segue.model;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A recommender of a kind that no module of the library knows. */
record PluginRecommender(Catalogue catalogue, String name) implements SequenceRecommender {

  private static final String KIND = "plugin";

  /** Its loader. */
  public static final class Loader implements RecommenderLoader {

    /** For the service loader. */
    public Loader() {}

    @Override
    public Optional<SequenceRecommender> load(ModelFile model) throws IOException {
      return model.kind().equals(KIND)
          ? Optional.of(new PluginRecommender(model.catalogue(), model.text("name")))
          : Optional.empty();
    }
  }

  @Override
  public boolean probabilistic() {
    return false;
  }

  @Override
  public ListeningSession newSession() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.builder(KIND).catalogue(catalogue).text("name", name).write(out);
  }
}
