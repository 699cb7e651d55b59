package dev.portage.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.DefinitionException;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ExpressionTest {
  private static final Place HERE = new Place("order.yaml", 7, 12);

  private static Expression expression(String text) {
    Mistakes mistakes = new Mistakes();
    Expression expression = Expression.of(text, HERE, mistakes);
    mistakes.refuse("the expression");
    return Objects.requireNonNull(expression);
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) Json.mapper().readTree(json);
  }

  private static String made(String text, String slots) {
    return expression(text).apply(object(slots)).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "$ ~> |$|{\"network\": \"unknown\"}|    # {\"charge\":\"c-1\",\"cents\":4200}"
            + " # {\"charge\":\"c-1\",\"cents\":4200,\"network\":\"unknown\"}",
        "$ ~> |$|{}, \"network\"|  # {\"charge\":\"c-1\",\"network\":\"visa\"} # {\"charge\":\"c-1\"}",
        "{\"receipt\": {\"id\": charge, \"cents\": cents}} # {\"charge\":\"c-1\",\"cents\":4200}"
            + " # {\"receipt\":{\"id\":\"c-1\",\"cents\":4200}}",
        "$merge([$, {\"euro\": cents / 100}]) # {\"cents\":4250} # {\"cents\":4250,\"euro\":42.5}",
        "{\"list\": [a]} # {\"a\":1} # {\"list\":[1]}",
        "{\"a\": a, \"gone\": nope} # {\"a\":null} # {\"a\":null}",
        "{\"n\": $number(t)} # {\"t\":\"12\"} # {\"n\":12}",
        "{\"all\": lines.($string(qty) & \"x\")} # {\"lines\":[{\"qty\":1},{\"qty\":2}]}"
            + " # {\"all\":[\"1x\",\"2x\"]}",
      })
  void makesSlotsFromSlots(String text, String slots, String expected) {
    assertThat(made(text, slots)).isEqualTo(expected.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1.0",
        "12.10",
        "-0.5",
        "1E+3",
        "1e-7",
        "9007199254740991",
        "9007199254740992",
        "-9007199254740992",
        "18014398509481984",
        "123456789012.345",
        "0.000001",
        "100000000000000000000"
      })
  void numbersThatAreCarriedKeepTheirDigits(String number) {
    ObjectNode slots = object("{\"a\":{\"n\":" + number + "},\"l\":[" + number + "]}");
    String stored = slots.toString();
    assertThat(expression("$").apply(slots)).hasToString(stored);
    assertThat(expression("$ ~> |$|{\"more\": true}|").apply(slots).without("more"))
        .hasToString(stored);
    assertThat(expression("{\"moved\": a.n}").apply(slots).get("moved"))
        .hasToString(slots.at("/a/n").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "-9007199254740993",
        "9223372036854775807",
        "123456789012345678901234567890",
        "0.1234567890123456789",
        "1234567890123.4567",
        "1e400",
        "1e-400"
      })
  void aNumberThatADoubleCannotHoldFailsTheMapOnTheWayIn(String number) {
    ObjectNode slots = object("{\"ok\":1,\"deep\":[{\"n\":" + number + "}]}");
    assertThatThrownBy(() -> expression("{\"ok\": ok}").apply(slots))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(
            "the map at order.yaml:7:12: the number at $.deep[0].n has more digits than an"
                + " expression can carry, and would be rounded");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "big + 1",
        "big * 2",
        "0.1 + 0.2",
        "1 / 3",
        "a * 1e300 * 1e300",
        "$power(10, 17)",
        "$number(\"9007199254740993\")",
        "$number(\"0.12345678901234567\")",
        "$sum([big, 2])"
      })
  void aNumberThatMayBeRoundedFailsTheMapOnTheWayOut(String reckoning) {
    ObjectNode slots = object("{\"a\":10,\"big\":9007199254740991}");
    Expression expression = expression("{\"n\": " + reckoning + "}");
    assertThatThrownBy(() -> expression.apply(slots))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("the map at order.yaml:7:12: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "$round(1 / 3, 4) # 0.3333",
        "0.25 + 0.5 # 0.75",
        "2 * 2.5 # 5",
        "cents / 100 # 12.34",
        "big - 1 # 9007199254740990",
        "cents = 1234.0 # true",
        "[cents] = [1234] # true"
      })
  void whatIsExactComesOut(String reckoning, String expected) {
    assertThat(made("{\"n\": " + reckoning + "}", "{\"cents\":1234,\"big\":9007199254740991}"))
        .isEqualTo("{\"n\":" + expected + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"t\": $now()}",
        "{\"t\": $millis()}",
        "{\"t\": $random()}",
        "{\"t\": $shuffle([1,2])}",
        "{\"t\": $eval(\"1\")}",
        "{\"t\": $toMillis(\"2026-01-01\")}",
        "($f := $now; {\"t\": $f()})",
        "$map([1], $random)",
        "{\"t\": /* why */ $now ()}"
      })
  void refusesWhatIsNotPure(String text) {
    assertThatThrownBy(() -> expression(text))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("order.yaml:7:12: the expression calls $")
        .hasMessageContaining("a map is made of the stored values alone");
  }

  @Test
  void patternsMayHoldWhateverTheyMatch() {
    assertThat(
            made(
                "{\"n\": $match(t, /order(\\d+)'s \\$now/).groups[0], \"h\": 6 / 2 / 3}",
                "{\"t\":\"order12's $now\"}"))
        .isEqualTo("{\"n\":\"12\",\"h\":1}");
  }

  @Test
  void refusesCallsOfWhatIsNoFunction() {
    assertThatThrownBy(() -> expression("{\"t\": $uppercse(t), \"u\": trim(t)}"))
        .hasMessageContaining("calls $uppercse, which is no function")
        .hasMessageContaining("calls 'trim', and functions begin with a dollar sign: $trim");
  }

  @Test
  void wordsInTextsAndCommentsAreNoCalls() {
    assertThat(made("{\"t\": \"$now()\", 'u': '$random' /* $eval */}", "{}"))
        .isEqualTo("{\"t\":\"$now()\",\"u\":\"$random\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"n\": 9007199254740993}", "{\"n\": 0.12345678901234567}"})
  void refusesNumbersInTheTextThatWouldBeRounded(String text) {
    assertThatThrownBy(() -> expression(text)).hasMessageContaining("which would be rounded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": ", "a +", "{\"a\": 1", "$$$(", "((((", "{\"a\": \"x}"})
  void refusesWhatIsNoExpressionAndSaysWhere(String text) {
    assertThatThrownBy(() -> expression(text))
        .hasMessageContaining("order.yaml:7:12: the expression cannot be read");
  }

  @Test
  void refusesAnExpressionThatIsNestedTooDeep() {
    assertThatThrownBy(() -> expression("(".repeat(40_000) + "1" + ")".repeat(40_000)))
        .isInstanceOf(DefinitionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "[a]", "nope", "function($x){$x}", "null", "\"text\""})
  void whatIsNoObjectFailsTheMap(String text) {
    assertThatThrownBy(() -> expression(text).apply(object("{\"a\":1}")))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("expected an object from slot name to value");
  }

  @Test
  void aFunctionIsNoValue() {
    assertThatThrownBy(() -> expression("{\"f\": function($x){$x}}").apply(object("{}")))
        .isInstanceOf(ExpressionException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "($f := function($x){$f($x) + 1}; {\"a\": $f(1)})",
        "($f := function($x){$f($x)}; {\"a\": $f(1)})",
      })
  void whatDoesNotEndIsStopped(String text) {
    assertThatThrownBy(() -> expression(text).apply(object("{}")))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\": $number(secret)}",
        "{\"n\": secret + 1}",
        "$error(secret)",
        "$assert(false, secret)",
        "{\"n\": secret > 1}",
        "{\"n\": $formatNumber(secret, \"#\")}",
        "{secret: 1, \"hunter\" & \"2\": 2}",
      })
  void messagesQuoteNoValue(String text) {
    assertThatThrownBy(() -> expression(text).apply(object("{\"secret\":\"hunter2\"}")))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("the map at order.yaml:7:12: ")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void lettersAreTheSameInTurkey() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(made("{\"u\": $uppercase(t), \"l\": $lowercase(\"I\")}", "{\"t\":\"i\"}"))
          .isEqualTo("{\"u\":\"I\",\"l\":\"i\"}");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void manyThreadsEvaluateOneExpression() throws Exception {
    Expression expression =
        expression("($x := n * 2; $y := $map([1..20], function($i){$i + $x}); {\"s\": $sum($y)})");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Boolean>> results = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int first = t * 1_000;
      results.add(
          threads.submit(
              () -> {
                start.await();
                boolean right = true;
                for (int n = first; n < first + 100; n++) {
                  ObjectNode made = expression.apply(object("{\"n\":" + n + "}"));
                  right &= made.get("s").intValue() == 210 + 20 * 2 * n;
                }
                return right;
              }));
    }
    start.countDown();
    for (Future<Boolean> result : results) {
      assertThat(result.get()).isTrue();
    }
    threads.shutdown();
  }
}
