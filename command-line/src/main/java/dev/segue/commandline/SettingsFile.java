package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A file of properties whose keys are long names of options, without dashes. Immutable. */
record SettingsFile(Path path, Map<String, String> values) {

  /** What must stay between the server and those whom it is told. */
  private static final String SECRET = "token";

  /**
   * Reads a file.
   *
   * @param known the keys that it may have
   * @throws ParameterException if it cannot be read, has other keys, or shows a secret to all
   */
  static SettingsFile read(Path path, List<String> known, CommandLine command) {
    try {
      Map<String, String> values = values(path);
      for (String key : values.keySet()) {
        if (!known.contains(key)) {
          throw wrong(
              command,
              path,
              "there is no setting '%s', only %s".formatted(key, String.join(", ", known)));
        }
      }
      if (values.containsKey(SECRET) && isForAll(path)) {
        throw wrong(
            command,
            path,
            "a file with a %s must not be readable by all users: chmod o-rwx".formatted(SECRET));
      }
      return new SettingsFile(path, values);
    } catch (IOException | IllegalArgumentException e) {
      throw wrong(command, path, reason(e));
    }
  }

  private static Map<String, String> values(Path path) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, UTF_8)) {
      properties.load(reader);
    }
    Map<String, String> values = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(key -> values.put(key, properties.getProperty(key).strip()));
    return values;
  }

  /**
   * Whether users may read or change it who are neither its owner nor in its group: a server has a
   * group of its own, and credentials of systemd are read by right of one.
   */
  private static boolean isForAll(Path path) throws IOException {
    @Nullable PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view != null
        && view.readAttributes().permissions().stream()
            .anyMatch(
                permission ->
                    permission == PosixFilePermission.OTHERS_READ
                        || permission == PosixFilePermission.OTHERS_WRITE);
  }

  private static String reason(Exception failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "access denied";
    }
    if (failure instanceof CharacterCodingException) {
      return "must be text in UTF-8, but is not";
    }
    if (failure instanceof IllegalArgumentException) {
      return "must be properties, but " + failure.getMessage();
    }
    return String.valueOf(failure.getMessage());
  }

  private static ParameterException wrong(CommandLine command, Path path, String reason) {
    return new ParameterException(command, "%s %s: %s".formatted(Settings.CONFIG, path, reason));
  }
}
