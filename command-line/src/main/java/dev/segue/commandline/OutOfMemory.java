package dev.segue.commandline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a command says when memory ran out: what there was, what it was needed for, and which option
 * of Java gives more.
 */
final class OutOfMemory {

  /** For {@link Segue#main}, if there is not even memory for the command line. */
  static final String AT_ONCE =
      "segue: not enough memory: the Java heap is used up; give it more, such as -Xmx256m";

  private static final long MEGABYTE = 1 << 20;

  /** The least heap worth advising. */
  private static final long SMALL_HEAP = 256 * MEGABYTE;

  /** A model is in memory several times while a recommender is made of it. */
  private static final int HEAP_PER_BYTE_READ = 4;

  /** What is read; of {@code train}, {@code --model} is written. */
  private static final List<String> READ = List.of("--data", "--model");

  /**
   * HotSpot's messages, one of which goes on: {@code Java heap space: failed reallocation of ...}.
   */
  private static final Pattern HEAP = Pattern.compile("Java heap space|GC overhead limit exceeded");

  /** JavaCPP's message: {@code ... physicalBytes (266M) > maxPhysicalBytes (230M)}. */
  private static final Pattern NATIVE_LIMIT =
      Pattern.compile("\\((\\d+[KMGT]?)[^()]*\\) > max(Physical)?Bytes \\((\\d+[KMGT]?)\\)");

  private OutOfMemory() {}

  /** Describes a failure; empty if it has another cause. */
  static Optional<String> describe(Throwable failure, ParseResult command) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(OutOfMemoryError.class::isInstance)
        .reduce((one, cause) -> cause)
        .map(
            error ->
                "not enough memory: "
                    + describe(String.valueOf(error.getMessage()), lastOf(command)));
  }

  private static String describe(String message, ParseResult command) {
    Matcher limit = NATIVE_LIMIT.matcher(message);
    if (limit.find()) {
      return ofLimit(limit, command);
    }
    if (HEAP.matcher(message).lookingAt()) {
      return ofHeap(Runtime.getRuntime().maxMemory(), command);
    }
    if (message.equals("Metaspace") || message.equals("Compressed class space")) {
      return message + " is used up; raise -XX:MaxMetaspaceSize, or leave that option out";
    }
    if (message.startsWith("unable to create native thread")) {
      return "the system starts no more threads for this process; see its limits (ulimit -u)";
    }
    return message;
  }

  private static String ofHeap(long heap, ParseResult command) {
    long read = read(command);
    long enough = powerOfTwo(Math.max(2 * heap, HEAP_PER_BYTE_READ * read));
    return "the Java heap of %d MB is used up%s; %s"
        .formatted(
            heap / MEGABYTE,
            read == 0 ? "" : " (for %s)".formatted(inputs(command)),
            advice("-Xmx%dm".formatted(enough / MEGABYTE), command));
  }

  private static String ofLimit(Matcher limit, ParseResult command) {
    String option =
        limit.group(2) == null
            ? "-Dorg.bytedeco.javacpp.maxbytes"
            : "-Dorg.bytedeco.javacpp.maxphysicalbytes";
    return "%s of memory %s is needed, but %s is the limit; %s (0 is no limit; without the option it grows with -Xmx)"
        .formatted(
            limit.group(1),
            limit.group(2) == null ? "outside the Java heap" : "in all",
            limit.group(3),
            advice(
                "%s=%dm".formatted(option, powerOfTwo(2 * bytes(limit.group(1))) / MEGABYTE),
                command));
  }

  private static String advice(String option, ParseResult command) {
    return "give it more, such as java %s -jar segue.jar %s ..., or JAVA_OPTS=%s for bin/segue"
        .formatted(option, command.commandSpec().name(), option);
  }

  /** Rounds up to a power of two that is worth advising. */
  private static long powerOfTwo(long bytes) {
    long rounded = SMALL_HEAP;
    while (rounded < bytes) {
      rounded *= 2;
    }
    return rounded;
  }

  /** Reads a number as JavaCPP writes it. */
  private static long bytes(String number) {
    int unit = "KMGT".indexOf(number.charAt(number.length() - 1));
    return unit < 0
        ? Long.parseLong(number)
        : Long.parseLong(number.substring(0, number.length() - 1)) << (10 * (unit + 1));
  }

  private static ParseResult lastOf(ParseResult command) {
    return command.hasSubcommand() ? lastOf(command.subcommand()) : command;
  }

  private static String inputs(ParseResult command) {
    return paths(command)
        .map(
            option ->
                "%s %s of %d MB"
                    .formatted(
                        option.longestName(),
                        option.getValue(),
                        size(option.getValue()) / MEGABYTE + 1))
        .collect(Collectors.joining(" and "));
  }

  /** How many bytes the command reads. */
  private static long read(ParseResult command) {
    return paths(command).mapToLong(option -> size(option.getValue())).sum();
  }

  private static Stream<OptionSpec> paths(ParseResult command) {
    boolean trains = command.commandSpec().userObject() instanceof Train;
    return command.matchedOptions().stream()
        .filter(option -> READ.contains(option.longestName()))
        .filter(option -> !(trains && option.longestName().equals("--model")))
        .filter(option -> option.getValue() instanceof Path path && Files.exists(path));
  }

  private static long size(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // then the message does without
    }
  }
}
