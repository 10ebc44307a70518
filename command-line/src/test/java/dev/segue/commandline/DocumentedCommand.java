package dev.segue.commandline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command of Segue that a document tells its reader to type.
 *
 * @param document the document
 * @param line what follows the program's name, as a shell reads it
 */
record DocumentedCommand(Path document, String line) {

  /** Where the documents are. */
  static final Path ROOT = Path.of("..");

  /** A block, which may stand in a list. */
  private static final Pattern BLOCK =
      Pattern.compile("^( *)```(\\w*)\n(.*?)^\\1```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** The program, after variables of the environment or another command. */
  private static final Pattern CALL =
      Pattern.compile(
          "^(?:.* && )?(?:\\w+=(?:\\$\\(.*?\\)|\\S+) )*"
              + "(?:bin/segue|segue|java (?:\\S+ )*?-jar \\S*segue\\.jar) (.*)$",
          Pattern.MULTILINE);

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  /** Returns those of all documents. */
  static Stream<DocumentedCommand> ofAllDocuments() throws IOException {
    List<Path> documents;
    try (Stream<Path> ofRoot = Files.list(ROOT);
        Stream<Path> guides = Files.list(ROOT.resolve("docs"))) {
      documents =
          Stream.concat(ofRoot, guides)
              .filter(file -> file.toString().endsWith(".md"))
              .sorted()
              .toList();
    }
    return documents.stream().flatMap(DocumentedCommand::of);
  }

  private static Stream<DocumentedCommand> of(Path document) {
    return blocks(document)
        .flatMap(block -> of(block).map(line -> new DocumentedCommand(document, line)));
  }

  /** Returns what the blocks of a document that are no code hold, in order. */
  static Stream<String> blocks(Path document) {
    try {
      return BLOCK
          .matcher(Files.readString(document))
          .results()
          .filter(block -> block.group(2).isEmpty() || block.group(2).equals("sh"))
          .map(block -> block.group(3).stripIndent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what follows the program's name in each of its calls. */
  static Stream<String> of(String block) {
    String lines = block.replaceAll("\\\\\n *", "");
    return CALL.matcher(lines).results().map(call -> call.group(1));
  }

  /** The arguments, up to a pipe, a redirection or a comment. */
  String[] arguments() {
    return WORD.matcher(line)
        .results()
        .takeWhile(word -> !word.group().matches("[|>#].*"))
        .map(DocumentedCommand::unquoted)
        .toArray(String[]::new);
  }

  private static String unquoted(MatchResult word) {
    return Stream.of(1, 2, 3)
        .map(word::group)
        .filter(text -> text != null)
        .findFirst()
        .orElseThrow();
  }
}
