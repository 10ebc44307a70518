package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Null is refused by the name of its parameter, before any other work, by every public method and
 * constructor of every public type: as an argument, and as an element of a list or an array.
 */
class NullArgumentsTest {

  /** Types whose methods the library calls and callers write; there is none of ours to call. */
  private static final Set<String> WRITTEN_BY_CALLERS =
      Set.of(
          "dev.segue.ScoreVisitor",
          "dev.segue.ServingListener",
          "dev.segue.datasets.DownloadListener");

  /**
   * Whose lists are not looked through: there is one for each transition, and it holds its past.
   */
  private static final Set<String> MADE_TOO_OFTEN = Set.of("dev.segue.evaluation.ScoredTransition");

  private static final Map<Class<?>, Object> PRIMITIVES =
      Map.of(int.class, 1, long.class, 1L, double.class, 0.5, boolean.class, true);

  @TempDir private static Path folder;

  private static List<Class<?>> types;
  private static List<Object> samples;

  private final List<String> wrong = new ArrayList<>();
  private final Set<Class<?>> reached = new HashSet<>();

  @BeforeAll
  static void collect() throws IOException {
    types =
        new ClassFileImporter()
            .importPaths(ArchitectureTest.compiledModules()).stream()
                .filter(type -> ArchitectureTest.EXPORTED.contains(type.getPackageName()))
                .<Class<?>>map(JavaClass::reflect)
                .filter(NullArgumentsTest::isPublic)
                .toList();
    samples = SampleObjects.all(folder);
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  @Test
  void null_isRefusedByName() {
    for (Class<?> type : types) {
      for (Constructor<?> constructor : type.getConstructors()) {
        tryNulls(constructor, "new " + type.getSimpleName(), null);
      }
      for (Method method : type.getDeclaredMethods()) {
        if (isOfCallers(method)) {
          receivers(method).forEach(receiver -> tryNulls(method, name(method, receiver), receiver));
        }
      }
    }

    assertThat(wrong).isEmpty();
    Set<String> untried =
        types.stream()
            .filter(type -> !reached.contains(type) && takesReferences(type))
            .map(type -> type.getName())
            .collect(Collectors.toSet());
    assertThat(untried).as("types of which there is nothing to call").isEqualTo(WRITTEN_BY_CALLERS);
  }

  /** Without what the compiler wrote, and {@code equals}, to which null is an equal stranger. */
  private static boolean isOfCallers(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !method.isSynthetic()
        && !method.getName().equals("equals")
        && !(method.getDeclaringClass().isEnum() && method.getName().equals("valueOf"));
  }

  private static boolean takesReferences(Class<?> type) {
    return Stream.concat(
            Stream.of(type.getConstructors()),
            Stream.of(type.getDeclaredMethods()).filter(NullArgumentsTest::isOfCallers))
        .flatMap(executable -> Stream.of(executable.getParameters()))
        .anyMatch(NullArgumentsTest::refusesNull);
  }

  private static boolean refusesNull(Parameter parameter) {
    return !parameter.getType().isPrimitive()
        && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static List<@Nullable Object> receivers(Method method) {
    return Modifier.isStatic(method.getModifiers())
        ? Collections.singletonList(null)
        : samples.stream().filter(method.getDeclaringClass()::isInstance).toList();
  }

  private static String name(Method method, @Nullable Object receiver) {
    String type = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    return receiver == null ? type : type + " of " + receiver.getClass().getName();
  }

  private void tryNulls(Executable executable, String name, @Nullable Object receiver) {
    Parameter[] parameters = executable.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (refusesNull(parameters[i])) {
        reached.add(executable.getDeclaringClass());
        check(executable, name, receiver, i, null);
        Object withNull = withNullElement(parameters[i]);
        if (withNull != null
            && !MADE_TOO_OFTEN.contains(executable.getDeclaringClass().getName())) {
          check(executable, name, receiver, i, withNull);
        }
      }
    }
  }

  private static @Nullable Object withNullElement(Parameter parameter) {
    Class<?> type = parameter.getType();
    if (type.isArray() && !type.getComponentType().isPrimitive()) {
      return Array.newInstance(type.getComponentType(), 1);
    }
    boolean ofNumbers = parameter.getParameterizedType().getTypeName().contains("java.lang.Double");
    return type.isAssignableFrom(List.class)
            && Collection.class.isAssignableFrom(type)
            && !ofNumbers
        ? Collections.singletonList(null)
        : null;
  }

  private void check(
      Executable executable,
      String name,
      @Nullable Object receiver,
      int parameter,
      @Nullable Object value) {
    Object[] arguments =
        Arrays.stream(executable.getParameterTypes()).map(NullArgumentsTest::valid).toArray();
    arguments[parameter] = value;
    String expected = executable.getParameters()[parameter].getName();
    Throwable thrown = thrown(executable, receiver, arguments);
    if (!(thrown instanceof NullPointerException) || !expected.equals(thrown.getMessage())) {
      String of = value == null ? "null" : "[null]";
      wrong.add("%s(%s = %s): %s".formatted(name, expected, of, thrown));
    }
  }

  private static @Nullable Throwable thrown(
      Executable executable, @Nullable Object receiver, Object[] arguments) {
    try {
      if (executable instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
      } else {
        ((Method) executable).invoke(receiver, arguments);
      }
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(executable + " cannot be called", e);
    }
  }

  private static Object valid(Class<?> type) {
    if (PRIMITIVES.containsKey(type)) {
      return PRIMITIVES.get(type);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    return samples.stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseGet(
            () ->
                Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> {
                      throw new AssertionError(method + " is called before null is refused");
                    }));
  }
}
