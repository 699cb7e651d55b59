package dev.portage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonTest {
  private static JsonNode read(String codec, String text) {
    return new Payload(codec, text.getBytes(StandardCharsets.UTF_8)).tree();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1E+22",
        "1.7976931348623157E+308",
        "5E-324",
        "3.0",
        "0.10",
        "12345678901234567890.123456789012345678901234567890",
        "9223372036854775808",
        "[1,null,true,\"\\u0000\"]"
      })
  void whatIsReadIsWrittenAsTheSameTree(String text) {
    JsonNode tree = read(Payload.JSON, text);
    assertThat(Payload.of(tree).tree()).isEqualTo(tree);
    assertThat(new String(Json.write(tree), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @Test
  void whatPythonWritesIsRead() {
    assertThat(read(Payload.PYTHON_JSON, "NaN").doubleValue()).isNaN();
    assertThat(read(Payload.PYTHON_JSON, "-Infinity").doubleValue())
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(read(Payload.PYTHON_JSON, "{\"a\": 1, \"a\": 2}").path("a").intValue()).isEqualTo(2);
    assertThat(read(Payload.PYTHON_JSON, "1".repeat(4_300)).toString()).hasSize(4_300);
    assertThat(read(Payload.PYTHON_JSON, "[".repeat(900) + "]".repeat(900))).hasSize(1);
    assertThat(Json.write(read(Payload.PYTHON_JSON, "[".repeat(900) + "]".repeat(900))))
        .hasSize(1_800);
    assertThat(read(Payload.PYTHON_JSON, "\"" + "x".repeat(25_000_000) + "\"").stringValue())
        .hasSize(25_000_000);
  }

  /** A value that Python wrote and a migration changed elsewhere must stay what it is. */
  @Test
  void whatPythonWroteStaysWhatItIsWhenItIsWrittenAgain() {
    String digits = "1".repeat(4_300);
    String deep = "[".repeat(900) + "]".repeat(900);
    for (String odd : new String[] {"NaN", "-Infinity", digits, digits + ".5", deep}) {
      Payload again = Payload.of(read(Payload.PYTHON_JSON, "{\"odd\":" + odd + ",\"n\":1}"));
      assertThat(new String(again.bytes(), StandardCharsets.UTF_8))
          .isEqualTo("{\"odd\":" + odd + ",\"n\":1}");
      assertThat(again.tree().path("odd")).isEqualTo(read(Payload.PYTHON_JSON, odd));
      assertThat(Payload.of(again.tree())).isEqualTo(again);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "{\"a\": 1, \"a\": 2}"})
  void whatOnlyPythonWritesIsRefusedElsewhere(String text) {
    assertThatThrownBy(() -> read(Payload.JSON, text)).isInstanceOf(PayloadException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "4242secret", "{\"card\": 4242secret}", "1 2", "[1", "{'a': 1}"})
  void brokenTextIsRefusedWithoutBeingQuoted(String text) {
    for (String codec : new String[] {Payload.JSON, Payload.PYTHON_JSON}) {
      assertThatThrownBy(() -> read(codec, text))
          .isInstanceOf(PayloadException.class)
          .hasMessageNotContainingAny("secret", "4242", "card");
    }
  }

  record Card(String holder, int number) {}

  @Test
  void aValueOfAnotherTypeIsRefusedByItsPlaceNotByItsText() {
    JsonNode tree = read(Payload.JSON, "{\"holder\": \"ann\", \"number\": \"secret\"}");
    assertThatThrownBy(() -> Json.value(tree, Card.class))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("cannot be read as")
        .hasMessageContaining("[\"number\"]")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Json.value(tree.path("number"), int.class))
        .hasMessageContaining("cannot be read as int")
        .hasMessageNotContaining("secret");
  }
}
