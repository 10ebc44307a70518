package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void cosine_risesThenFalls() {
    Schedule schedule = Schedule.cosine(0.1, 0.02);

    assertThat(schedule.factor(0, List.of())).isZero();
    assertThat(schedule.factor(0.05, List.of())).isEqualTo(0.5, within(0.01));
    assertThat(schedule.factor(0.5, List.of())).isEqualTo(0.51, within(1e-12));
    assertThat(schedule.factor(1, List.of())).isEqualTo(0.02, within(1e-12));
  }

  @Test
  void constant_staysOne() {
    assertThat(Schedule.constant().factor(0, List.of())).isEqualTo(1);
    assertThat(Schedule.constant().factor(1, List.of(-7.0))).isEqualTo(1);
  }

  @Test
  void constant_warmsUp() {
    Schedule schedule = Schedule.constant(0.1);

    assertThat(schedule.factor(0.05, List.of())).isEqualTo(0.5, within(1e-12));
    assertThat(schedule.factor(0.1, List.of())).isEqualTo(1);
    assertThat(schedule.factor(1, List.of())).isEqualTo(1);
  }

  @Test
  void plateau_fallsAfterEachWait() {
    Schedule schedule = Schedule.plateau(0.5, 2);

    assertThat(schedule.factor(0.1, List.of())).isEqualTo(1);
    assertThat(schedule.factor(0.1, List.of(-7.0, -6.0, -6.5))).isEqualTo(1);
    assertThat(schedule.factor(0.1, List.of(-7.0, -6.0, -6.5, -6.0))).isEqualTo(0.5);
    assertThat(schedule.factor(0.1, List.of(-7.0, -6.0, -6.5, -6.1, -5.9))).isEqualTo(0.5);
    assertThat(schedule.factor(0.1, List.of(-6.0, -6.5, -6.1, -6.2, -6.3))).isEqualTo(0.25);
  }

  @Test
  void badValues() {
    assertThatThrownBy(() -> Schedule.cosine(1.5, 0.1))
        .hasMessage("warmUp must be from 0 to 1, was 1.5");
    assertThatThrownBy(() -> Schedule.cosine(0, -1))
        .hasMessage("end must be from 0 to 1, was -1.0");
    assertThatThrownBy(() -> Schedule.plateau(0.5, 0)).hasMessage("patience must be > 0, was 0");
  }
}
