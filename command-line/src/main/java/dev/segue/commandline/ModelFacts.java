package dev.segue.commandline;

import dev.segue.Provenance;
import dev.segue.model.ModelFile;
import dev.segue.pages.html.Page.Fact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** What a page says of the model that it shows. */
final class ModelFacts {

  private ModelFacts() {}

  static List<Fact> of(ModelFile file, Path path, CommandSpec command) throws IOException {
    Provenance provenance = file.provenance();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Model", path.toString()));
    facts.add(new Fact("Kind", file.kind()));
    facts.add(new Fact("Songs", String.format(Locale.ROOT, "%,d", file.catalogue().size())));
    facts.add(new Fact("Trained", provenance.toString()));
    provenance
        .trainedUntil()
        .ifPresent(until -> facts.add(new Fact("Trained until", until.toString())));
    facts.add(new Fact("Written by", "Segue " + file.libraryVersion()));
    facts.addAll(Origin.commandFacts(command));
    return facts;
  }
}
