package dev.segue.samples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.beans.XMLDecoder;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md, held against the classes of all modules. */
class ArchitectureTest {

  private static final Path ROOT = Path.of("..");

  /** Measures what is inside, and is never deployed. */
  private static final Set<String> UNRULED = Set.of("benchmarks");

  /** What a caller of the library sees who has no Spark and no Spring, as the samples have none. */
  static final Set<String> EXPORTED =
      Set.of(
          "dev.segue",
          "dev.segue.evaluation",
          "dev.segue.model",
          "dev.segue.lstm",
          "dev.segue.dl4j",
          "dev.segue.baselines",
          "dev.segue.datasets",
          "dev.segue.datasets.history",
          "dev.segue.micrometer",
          "dev.segue.pages",
          "dev.segue.server",
          "dev.segue.testing");

  private static final Set<String> EXPORTED_TO_ALL =
      plus(plus(EXPORTED, "dev.segue.spark"), "dev.segue.springboot");

  /** What each package may know of our others. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("dev.segue.files", Set.of()),
          Map.entry("dev.segue.interruption", Set.of()),
          Map.entry("dev.segue.quotation", Set.of()),
          Map.entry("dev.segue.scratch", Set.of()),
          Map.entry("dev.segue.cuda", Set.of()),
          Map.entry(
              "dev.segue",
              Set.of("dev.segue.files", "dev.segue.interruption", "dev.segue.quotation")),
          Map.entry(
              "dev.segue.evaluation",
              Set.of(
                  "dev.segue", "dev.segue.files", "dev.segue.interruption", "dev.segue.quotation")),
          Map.entry(
              "dev.segue.model", Set.of("dev.segue", "dev.segue.files", "dev.segue.quotation")),
          Map.entry(
              "dev.segue.checkpoint",
              Set.of("dev.segue", "dev.segue.model", "dev.segue.quotation")),
          Map.entry(
              "dev.segue.lstm.network",
              Set.of("dev.segue", "dev.segue.quotation", "dev.segue.scratch")),
          Map.entry(
              "dev.segue.lstm",
              Set.of(
                  "dev.segue",
                  "dev.segue.interruption",
                  "dev.segue.model",
                  "dev.segue.lstm.network",
                  "dev.segue.quotation",
                  "dev.segue.scratch")),
          Map.entry(
              "dev.segue.dl4j",
              Set.of(
                  "dev.segue",
                  "dev.segue.checkpoint",
                  "dev.segue.cuda",
                  "dev.segue.evaluation",
                  "dev.segue.interruption",
                  "dev.segue.lstm",
                  "dev.segue.lstm.network",
                  "dev.segue.model",
                  "dev.segue.quotation")),
          Map.entry(
              "dev.segue.baselines",
              Set.of(
                  "dev.segue",
                  "dev.segue.checkpoint",
                  "dev.segue.evaluation",
                  "dev.segue.interruption",
                  "dev.segue.model",
                  "dev.segue.quotation",
                  "dev.segue.scratch")),
          Map.entry(
              "dev.segue.datasets.reading",
              Set.of("dev.segue", "dev.segue.files", "dev.segue.quotation")),
          Map.entry(
              "dev.segue.datasets.download",
              Set.of("dev.segue", "dev.segue.datasets.reading", "dev.segue.quotation")),
          Map.entry(
              "dev.segue.datasets.history",
              Set.of(
                  "dev.segue",
                  "dev.segue.files",
                  "dev.segue.quotation",
                  "dev.segue.datasets.reading")),
          Map.entry(
              "dev.segue.datasets",
              Set.of(
                  "dev.segue",
                  "dev.segue.files",
                  "dev.segue.quotation",
                  "dev.segue.datasets.history",
                  "dev.segue.datasets.reading",
                  "dev.segue.datasets.download")),
          Map.entry(
              "dev.segue.spark",
              Set.of(
                  "dev.segue",
                  "dev.segue.datasets.history",
                  "dev.segue.dl4j",
                  "dev.segue.evaluation",
                  "dev.segue.lstm",
                  "dev.segue.model",
                  "dev.segue.quotation")),
          Map.entry("dev.segue.micrometer", Set.of("dev.segue")),
          Map.entry("dev.segue.pages.html", Set.of()),
          Map.entry(
              "dev.segue.pages.map",
              Set.of("dev.segue", "dev.segue.interruption", "dev.segue.lstm")),
          Map.entry(
              "dev.segue.pages", Set.of("dev.segue", "dev.segue.files", "dev.segue.pages.html")),
          Map.entry(
              "dev.segue.springboot",
              Set.of("dev.segue", "dev.segue.micrometer", "dev.segue.model")),
          Map.entry("dev.segue.server.search", Set.of("dev.segue")),
          Map.entry(
              "dev.segue.server.store",
              Set.of("dev.segue", "dev.segue.files", "dev.segue.quotation")),
          Map.entry(
              "dev.segue.server.update",
              Set.of(
                  "dev.segue",
                  "dev.segue.datasets.history",
                  "dev.segue.dl4j",
                  "dev.segue.evaluation",
                  "dev.segue.lstm",
                  "dev.segue.model",
                  "dev.segue.server.store")),
          Map.entry(
              "dev.segue.server",
              Set.of(
                  "dev.segue",
                  "dev.segue.lstm",
                  "dev.segue.micrometer",
                  "dev.segue.model",
                  "dev.segue.pages.html",
                  "dev.segue.pages.map",
                  "dev.segue.server.search",
                  "dev.segue.server.store",
                  "dev.segue.server.update")),
          Map.entry("dev.segue.testing", Set.of("dev.segue", "dev.segue.model")),
          Map.entry(
              "dev.segue.commandline",
              plus(
                  plus(
                      plus(
                          plus(plus(EXPORTED, "dev.segue.files"), "dev.segue.quotation"),
                          "dev.segue.pages.html"),
                      "dev.segue.pages.map"),
                  "dev.segue.server.search")),
          Map.entry("dev.segue.samples", EXPORTED));

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() throws IOException {
    classes = new ClassFileImporter().importPaths(compiledModules());
  }

  static List<Path> compiledModules() throws IOException {
    List<Path> compiled = new ArrayList<>();
    try (Stream<Path> folders = Files.list(ROOT)) {
      folders
          .filter(module -> Files.isDirectory(module.resolve("src/main/java")))
          .filter(module -> !UNRULED.contains(module.getFileName().toString()))
          .forEach(module -> compiled.add(module.resolve("target/classes")));
    }
    assertThat(compiled)
        .as("the rules are about all modules: compile them first, as mvn verify does")
        .hasSizeGreaterThan(8)
        .allSatisfy(folder -> assertThat(folder).isNotEmptyDirectory());
    return compiled;
  }

  private static Set<String> plus(Set<String> packages, String more) {
    return Stream.concat(packages.stream(), Stream.of(more)).collect(Collectors.toSet());
  }

  @Test
  void packages_areThoseOfThePicture() {
    Set<String> packages =
        classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

    assertThat(packages).isEqualTo(ARROWS.keySet());
  }

  @Test
  void packages_knowOnlyWhatThePictureSays() {
    ARROWS.forEach(
        (name, known) ->
            classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat(
                    resideOutsideOfPackage("dev.segue..")
                        .or(resideInAnyPackage(plus(known, name).toArray(String[]::new))))
                .check(classes));
  }

  @Test
  void packages_haveNoCycles() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith("dev.segue")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "every package of ours";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  @Test
  void deeplearning4jAndItsNatives_areKnownToTrainingAlone() {
    DescribedPredicate<JavaClass> framework =
        resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..");
    // The one type of it in a public signature: an optimiser.
    DescribedPredicate<JavaClass> updater = resideInAPackage("org.nd4j.linalg.learning.config");

    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.segue.dl4j", "dev.segue.cuda", "dev.segue.commandline", "dev.segue.samples")
        .should()
        .dependOnClassesThat(framework)
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("dev.segue.cuda")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.deeplearning4j..", "org.nd4j.."))
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.segue.cuda")
        .should()
        .dependOnClassesThat(resideInAPackage("org.bytedeco.cuda.."))
        .check(classes);
    noClasses()
        .that()
        .resideInAnyPackage("dev.segue.commandline", "dev.segue.samples")
        .should()
        .dependOnClassesThat(framework.and(not(updater)))
        .check(classes);
  }

  @Test
  void spark_isKnownToItsModuleAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.segue.spark")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala.."))
        .check(classes);
  }

  @Test
  void spring_isKnownToItsModuleAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.segue.springboot")
        .should()
        .dependOnClassesThat(resideInAPackage("org.springframework.."))
        .check(classes);
  }

  @Test
  void nothing_deserialisesObjects() {
    noClasses()
        .should()
        .dependOnClassesThat(
            assignableTo(ObjectInputStream.class)
                .or(assignableTo(XMLDecoder.class))
                .or(simpleName("ModelSerializer"))
                .or(simpleName("SerializationUtils")))
        .check(classes);
  }

  @Test
  void nothing_loadsAClassByAName() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.segue.dl4j.Backend") // asks for CUDA, by a constant
        .should()
        .callMethodWhere(
            target(owner(assignableTo(Class.class)))
                .and(target(nameMatching("forName")))
                .or(
                    target(owner(assignableTo(ClassLoader.class)))
                        .and(target(nameMatching("loadClass|findClass|defineClass"))))
                .or(target(nameMatching("findClass|defineClass|defineHiddenClass"))))
        .check(classes);
  }

  @Test
  void publicTypes_areThoseThatWereReviewed() throws IOException {
    Pattern row =
        Pattern.compile("^\\| `(dev\\.segue\\.[\\w.]+)` \\| \\S.* \\|$", Pattern.MULTILINE);
    Set<String> reviewed =
        row.matcher(Files.readString(ROOT.resolve("docs/public-types.md")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> published =
        classes.stream()
            .filter(type -> EXPORTED_TO_ALL.contains(type.getPackageName()))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(published).as("public types, each with a reason").isEqualTo(reviewed);
  }
}
