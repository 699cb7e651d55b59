package dev.portage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@Timeout(240)
class BenchmarksTest {
  static Set<String> names() {
    return Main.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyBenchmarkRunsAndSaysWhatItFound(String name) throws Exception {
    List<Figure> figures = Main.all().get(name).run(Benchmark.Size.TINY);

    Report report = new Report(name, Machine.here(), figures);
    assertThat(figures).isNotEmpty();
    assertThat(report.text()).contains(name, "figure", "ratio").contains(figures.get(0).name());
    JsonNode json = Json.mapper().readTree(report.json());
    assertThat(json.at("/machine/cores").intValue()).isPositive();
    assertThat(json.at("/figures").size()).isEqualTo(figures.size());
  }

  @Test
  void samplesHaveAMedianAndASpreadBetweenTheirQuartiles() {
    Samples samples = new Samples(5, 1, 3, 2, 4);

    assertThat(samples.median()).isEqualTo(3);
    assertThat(samples.spread()).isEqualTo(2.0 / 3);
  }

  @Test
  void aMissedBarIsSaid() {
    Figure.Amount slow = new Figure.Amount("subject", 4, "ms", 0);
    Figure.Amount quick = new Figure.Amount("limit", 1, "ms", 0);
    Figure figure = Figure.of("a figure", slow, quick, Figure.Bar.atMost(3));

    assertThat(figure.isMet()).isFalse();
    assertThat(new Report("it", Machine.here(), List.of(figure)).text())
        .contains("ratio   4.00, has to be at most 3.00: MISSED");
  }
}
