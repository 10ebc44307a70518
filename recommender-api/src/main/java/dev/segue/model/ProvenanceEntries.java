package dev.segue.model;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDigests;
import dev.segue.Provenance;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The text and the tensor of a model file that hold a {@link Provenance}. */
final class ProvenanceEntries {

  /** The tensor with the digests. */
  static final String DIGESTS = "training.digests";

  private static final String FORMAT = Header.PREFIX + "training.format";
  private static final String SPLIT = Header.PREFIX + "training.split";
  private static final String SESSION_GAP = Header.PREFIX + "training.session_gap";
  private static final String SESSION_MAX = Header.PREFIX + "training.session_max";
  private static final String UNTIL = Header.PREFIX + "training.until";
  private static final String MINIMUM_PLAYS = Header.PREFIX + "training.minimum_plays";

  private ProvenanceEntries() {}

  /** Puts the parts that are known into the content, in place of those of an earlier call. */
  static void write(Provenance provenance, ModelContent content) {
    Map<String, String> text = content.text();
    text.keySet().removeAll(List.of(FORMAT, SPLIT, SESSION_GAP, SESSION_MAX, MINIMUM_PLAYS, UNTIL));
    content.remove(DIGESTS);
    provenance.format().ifPresent(format -> text.put(FORMAT, checked("format", format)));
    provenance.split().ifPresent(split -> text.put(SPLIT, checked("split", split)));
    provenance.sessionGap().ifPresent(gap -> text.put(SESSION_GAP, gap.toString()));
    provenance.sessionMax().ifPresent(max -> text.put(SESSION_MAX, checked("session max", max)));
    provenance.minimumPlays().ifPresent(plays -> text.put(MINIMUM_PLAYS, Integer.toString(plays)));
    provenance.trainedUntil().ifPresent(time -> text.put(UNTIL, time.toString()));
    provenance
        .digests()
        .map(PlaylistDigests::bytes)
        .ifPresent(bytes -> content.addBytes(DIGESTS, bytes));
  }

  private static String checked(String part, String text) {
    Header.checkText(part + " of the provenance", text);
    return text;
  }

  static Provenance read(ModelFile model) throws FileFormatException {
    Map<String, String> text = model.metadata();
    try {
      return new Provenance(
          Optional.ofNullable(text.get(FORMAT)),
          Optional.ofNullable(text.get(SPLIT)),
          time(model, SESSION_GAP, "a duration", Duration::parse),
          Optional.ofNullable(text.get(SESSION_MAX)),
          text.containsKey(MINIMUM_PLAYS)
              ? OptionalInt.of(model.integer(MINIMUM_PLAYS))
              : OptionalInt.empty(),
          time(model, UNTIL, "an instant", Instant::parse),
          model.tensorNames().contains(DIGESTS)
              ? Optional.of(PlaylistDigests.of(model.bytes(DIGESTS)))
              : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw model.problem("provenance: " + e.getMessage());
    }
  }

  private static <T> Optional<T> time(
      ModelFile model, String entry, String what, Function<String, T> parse)
      throws FileFormatException {
    String text = model.metadata().get(entry);
    try {
      return Optional.ofNullable(text).map(parse);
    } catch (DateTimeException e) {
      throw model.problem(
          "text '%s' must be %s in ISO 8601, was '%s'".formatted(entry, what, text));
    }
  }
}
