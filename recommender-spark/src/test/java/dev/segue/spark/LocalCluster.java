package dev.segue.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.spark.sql.SparkSession;

/**
 * The cluster of all tests of this module: a driver in this process, and two executors in processes
 * of their own, started by the first test that needs them. They have Spark's jars as on any
 * cluster, and ours as {@code spark-submit --jars} sends them.
 */
final class LocalCluster {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  /** For measurements: how many executors there are, and the memory of each. */
  private static final int EXECUTORS = Integer.getInteger("segue.spark.executors", 2);

  private static final int MEGABYTES = Integer.getInteger("segue.spark.megabytes", 1024);

  private LocalCluster() {}

  /** Starts the cluster, once. */
  private static final class Started {
    static final SparkSession SESSION = start();
  }

  static SparkSession session() {
    return Started.SESSION;
  }

  /** The processes of the executors: children of this one, in which the cluster's workers are. */
  static List<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  /** The process of an executor by its id. */
  static ProcessHandle executor(String id) {
    return executors().stream()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("--executor-id " + id + " "))
        .findFirst()
        .orElseThrow();
  }

  private static SparkSession start() {
    try {
      linkJarsOfSpark(Path.of(System.getenv("SPARK_HOME")).resolve("jars"));
      return SparkSession.builder()
          .master("local-cluster[%d,1,%d]".formatted(EXECUTORS, MEGABYTES))
          .appName("tests")
          .config("spark.jars", String.join(",", ourJars()))
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.executor.memory", MEGABYTES + "m")
          .config("spark.local.dir", TARGET.resolve("spark-local").toString())
          .config("spark.sql.warehouse.dir", TARGET.resolve("spark-warehouse").toString())
          .config("spark.sql.shuffle.partitions", "4")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.ui.enabled", "false")
          // A busy machine is slow, not broken.
          .config("spark.network.timeout", "600s")
          .config("spark.executor.heartbeatInterval", "60s")
          .getOrCreate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes what the executors start from; the build writes the list. */
  private static void linkJarsOfSpark(Path folder) throws IOException {
    delete(folder);
    Files.createDirectories(folder);
    for (String jar : split(Files.readString(TARGET.resolve("spark-jars.txt")).strip())) {
      Files.createSymbolicLink(folder.resolve(Path.of(jar).getFileName()), Path.of(jar));
    }
  }

  /** Our part of the class path: jars, or the folders of classes before there are jars. */
  private static List<String> ourJars() throws IOException {
    Path folder = Files.createDirectories(TARGET.resolve("our-jars"));
    List<Path> entries =
        Stream.of(split(System.getProperty("java.class.path")))
            .filter(entry -> !entry.isEmpty()) // which would be this folder
            .map(Path::of)
            .filter(entry -> Files.isDirectory(entry) || isOurs(entry))
            .toList();
    return IntStream.range(0, entries.size())
        .mapToObj(i -> jar(entries.get(i), folder.resolve(i + ".jar")).toString())
        .collect(Collectors.toList());
  }

  private static boolean isOurs(Path jar) {
    return jar.getFileName().toString().startsWith("recommender-");
  }

  private static String[] split(String classPath) {
    return classPath.split(File.pathSeparator, -1);
  }

  private static Path jar(Path entry, Path jar) {
    if (!Files.isDirectory(entry)) {
      return entry;
    }
    try (Stream<Path> files = Files.walk(entry);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(
            new JarEntry(entry.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, out);
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> links = Files.list(folder)) {
        for (Path link : links.toList()) {
          Files.delete(link);
        }
      }
    }
  }
}
