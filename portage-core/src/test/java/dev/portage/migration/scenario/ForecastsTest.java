package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Forecast;
import dev.portage.migration.Migrations;
import dev.portage.migration.Verdict;
import dev.portage.model.Flow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastsTest {
  private final Lab lab = new Lab();

  @Test
  void aShapeIsPlannedOnceHoweverManySituationsItHas() {
    Flow old = linear(lab.task("a"), lab.task("b"), lab.task("c"));
    lab.given(old);
    lab.given(old, Lab.done("a"));
    lab.given(old, Lab.done("a"), Lab.done("b"));
    lab.given(old, Lab.done("a"), Lab.done("b"), Lab.running("c"));
    List<String> asked = new ArrayList<>();
    Migrations counting =
        book(
            b ->
                b.whenRemoved(
                    name -> true,
                    removed -> {
                      asked.add(removed.atom());
                      return List.of();
                    }));

    Forecast forecast = lab.forecast(linear(lab.task("a"), lab.task("b")), counting);
    assertThat(forecast.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(forecast.situations()).hasSize(4);
    assertThat(forecast.blocked()).isEqualTo(1);
    assertThat(asked).containsExactly("c");
  }
}
