package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every call is delegated, so that overrides which are faster than the defaults stay in use. */
class WatchedRecommenderTest {

  private final List<Method> asked = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  private final SequenceRecommender watched =
      new WatchedRecommender(
          asked(SequenceRecommender.class),
          new ServingListener() {
            @Override
            public void onRecommend(List<Recommendation> recommendations, Duration time) {
              told.add("list");
            }

            @Override
            public void onPlay(Duration time) {
              told.add("play");
            }

            @Override
            public void onSkip(Duration time) {
              told.add("skip");
            }

            @Override
            public void onLike(Duration time) {
              told.add("like");
            }
          });

  @Test
  void recommender_passesEachCallOn_andTellsOfItsOneList() throws ReflectiveOperationException {
    List<Method> calls = calls(SequenceRecommender.class, "withListener");
    for (Method call : calls) {
      call.invoke(watched, nothings(call));
    }

    assertThat(asked).isEqualTo(calls);
    assertThat(told).as("two ways").containsExactly("list", "list");
  }

  @Test
  void session_passesEachCallOn_andTellsOfPlaysAndLists() throws ReflectiveOperationException {
    ListeningSession session = watched.newSession();
    asked.clear();
    List<Method> calls = calls(ListeningSession.class, "recommender");
    for (Method call : calls) {
      call.invoke(session, nothings(call));
    }

    assertThat(asked).isEqualTo(calls);
    assertThat(told)
        .as("six ways to play, three to skip, two to like, four to recommend")
        .containsExactlyInAnyOrder(
            "play", "play", "play", "play", "play", "play", "skip", "skip", "skip", "like", "like",
            "list", "list", "list", "list");
  }

  /** The methods that must be delegated. */
  private static List<Method> calls(Class<?> type, String answeredItself) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !method.getName().equals(answeredItself))
        .toList();
  }

  /** Returns empty values, and records the calls. */
  private <T> T asked(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              asked.add(method);
              return method.getReturnType() == ListeningSession.class
                  ? asked(ListeningSession.class)
                  : nothing(method.getReturnType());
            }));
  }

  private static Object[] nothings(Method method) {
    return Arrays.stream(method.getParameterTypes()).map(WatchedRecommenderTest::nothing).toArray();
  }

  /** An empty value: null, 0 or false. */
  private static Object nothing(Class<?> type) {
    return type == void.class ? null : Array.get(Array.newInstance(type, 1), 0);
  }
}
