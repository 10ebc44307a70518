package dev.segue.datasets.download;

import dev.segue.quotation.Quotation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Decides which entries of a tar archive may be unpacked. The rules are the same on every operating
 * system, so an archive that would do harm on one is refused on all.
 */
final class TarEntryRules {

  private static final int MAX_NAME_CHARACTERS = 1000;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");

  /** Windows treats these names as devices, in every folder and with any extension. */
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private TarEntryRules() {}

  /** Returns the rule that an entry breaks, as the end of a sentence that begins with its name. */
  static Optional<String> problem(TarArchiveEntry entry) {
    return kindProblem(entry).or(() -> nameProblem(entry.getName()));
  }

  private static Optional<String> kindProblem(TarArchiveEntry entry) {
    if (!entry.isCheckSumOK()) {
      return Optional.of("header must have its checksum, but does not");
    }
    boolean plain =
        switch (entry.getLinkFlag()) {
          case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_DIR ->
              !entry.isSparse();
          default -> false;
        };
    return plain
        ? Optional.empty()
        : Optional.of("must be a file or a folder, but is " + kind(entry));
  }

  private static String kind(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_SYMLINK -> "a symbolic link";
      case TarConstants.LF_LINK -> "a hard link";
      case TarConstants.LF_CHR, TarConstants.LF_BLK -> "a device";
      case TarConstants.LF_FIFO -> "a pipe";
      default -> entry.isSparse() ? "a sparse file" : "something else";
    };
  }

  private static Optional<String> nameProblem(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_CHARACTERS) {
      return Optional.of(
          "name must have 1 to %d characters, but has %d"
              .formatted(MAX_NAME_CHARACTERS, name.length()));
    }
    if (name.startsWith("/") || DRIVE.matcher(name).lookingAt()) {
      return Optional.of("name must be relative, but is absolute");
    }
    if (name.indexOf('\\') >= 0) {
      return Optional.of("name must not hold a backslash");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("name must not hold a control character");
    }
    return Arrays.stream(name.split("/")).flatMap(part -> partProblem(part).stream()).findFirst();
  }

  private static Optional<String> partProblem(String part) {
    if (part.equals("..")) {
      return Optional.of("name must not lead out of the folder");
    }
    return DEVICE.matcher(part.toLowerCase(Locale.ROOT)).matches()
        ? Optional.of("name must not be that of a device, %s".formatted(Quotation.quote(part)))
        : Optional.empty();
  }
}
