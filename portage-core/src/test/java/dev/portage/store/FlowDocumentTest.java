package dev.portage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.DefinitionException;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FlowDocumentTest {
  private static final Shape SHAPE =
      Shape.parse(
          """
          portage-shape/1
          linear checkout
            task reserve 1.0 requires order reverts
            task charge 1.0 requires order provides payment
            task ship 1.0 each parcels requires parcels
          """);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Payload json(String text) {
    return new Payload(Payload.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  private static AtomRecord done(String name, String output) {
    Execution execution =
        new Execution(
            "1.0",
            Output.of((ObjectNode) json(output).tree()),
            null,
            1,
            "order-7/" + name + "/1",
            new Times(NOON, NOON.plusSeconds(2)));
    return AtomRecord.untouched(AtomName.of(name), AtomKind.TASK)
        .in(AtomState.SUCCESS)
        .with(execution);
  }

  private static FlowDocument document(String inputs, AtomRecord... rows) {
    FlowHeader header =
        new FlowHeader(
            new FlowHeader.Key(FlowId.of("order-7"), "checkout", ""),
            json(inputs),
            Payload.EMPTY,
            FlowState.RUNNING,
            ShapeRef.of(SHAPE, Stamp.of(List.of("by-card"))),
            17,
            Lease.NONE,
            Times.UNKNOWN);
    return FlowDocument.of(FlowRecord.of(header, SHAPE, List.of(rows)));
  }

  private static final String INPUTS =
      """
      {"order":{"id":"o-4711","mail":"ann@example.com","cents":4200,"rate":0.19,"gift":true,
      "note":null,"at":"2026-02-03T10:20:30.5Z"},"parcels":["p-1"]}""";

  @Test
  void aDocumentCanBeReadByPeople() {
    String text = document("{\"order\":\"o-1\"}", done("charge", "{\"payment\":42.10}")).text();
    assertThat(text)
        .startsWith("{\n  \"schema\" : \"portage/flow/1\",\n  \"id\" : \"order-7\",\n")
        .contains("    \"  task charge 1.0 requires order provides payment\",\n")
        .contains("  \"inputs\" : {\n    \"order\" : \"o-1\"\n  },\n")
        .contains("      \"output\" : {\n        \"payment\" : 42.10\n      }\n")
        .doesNotContain("\"slots\"", "revision", "lease")
        .endsWith("}\n");
    assertThat(FlowDocument.parse("it", text).get(0).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "portage/flow/1"            | "portage/record/1"  | document 1/schema: is 'portage/record/1'
          "state" : "RUNNING"         | "state" : "DREAMS"  | document 1/state: is 'DREAMS', expected one of
          "state" : "SUCCESS"         | "state" : 7         | document 1/atoms/charge/state: is number, expected a text
          "name" : "charge"           | "name" : "charges"  | atoms/charges: is a TASK that the shape has not
          "attempts" : 1              | "attempts" : "one"  | atoms/charge/attempts: is string, expected a whole number
          "variant" : ""              | "varient" : ""      | document 1/variant: is missing
          "meta" : { }                | "meta" : { }, "x":1 | has members that are not known: [x]
          task reserve 1.0            | task reserve 2.0    | document 1/shape: has the fingerprint
          linear checkout             | spiral checkout     | the text of a shape cannot be read, line 2
          "began" : "2026-            | "began" : "26-      | expected a moment such as
          "id" : "order-7"            | "id" : " "          | a flow id has 1 to 255 characters
          "kind" : "task"             | "key":"k","kind" : "task" | is a TASK with a key that the shape has not
          "schema"                    | schema              | it is not JSON from here on
          """)
  void whatIsNoDocumentIsRefusedWithItsPlace(String was, String now, String why) {
    String good = document("{}", done("charge", "{}")).text();
    assertThat(good).contains(was);
    assertThatThrownBy(() -> FlowDocument.parse("half.json", good.replace(was, now)))
        .isInstanceOf(DefinitionException.class)
        .hasMessageStartingWith("half.json has ")
        .hasMessageContaining(why);
  }

  @Test
  void everyMistakeOfEveryDocumentIsTold() {
    String good = document("{}", done("charge", "{}")).text();
    String bad = good.replace("\"RUNNING\"", "\"R\"").replace("\"SUCCESS\"", "\"S\"");
    assertThatThrownBy(() -> FlowDocument.parse("two.json", good + bad))
        .hasMessageContaining("2 mistakes")
        .hasMessageContaining("document 2/state")
        .hasMessageContaining("document 2/atoms/charge/state");
    assertThatThrownBy(() -> FlowDocument.parse("none.json", "  "))
        .hasMessageContaining("it: is empty");
    assertThatThrownBy(() -> FlowDocument.parse("cut.json", good + good.substring(0, 200)))
        .hasMessageContaining("line");
    assertThatThrownBy(() -> FlowDocument.parse("list.json", "[" + good + ", 7]"))
        .hasMessageContaining("document 2: is number, expected an object");
    assertThat(FlowDocument.parse("list.json", "[" + good + "," + good + "]")).hasSize(2);
  }

  @Test
  void redactionLeavesLooksAlone() {
    Failure failure =
        new Failure("java.io.IOException", "no route to 10.0.0.7", "  at x", List.of(), NOON);
    AtomRecord charge = done("charge", "{\"payment\":{\"card\":\"4711-0815\",\"of\":\"o-4711\"}}");
    AtomRecord ship =
        new FanOutKeys(List.of("p-1"), 0)
            .in(AtomRecord.untouched(AtomName.of("ship"), AtomKind.TASK));
    FlowDocument was =
        document(INPUTS, charge, ship, done("reserve", "{}").with(Execution.NONE.failing(failure)));

    FlowDocument now = Redaction.keeping(List.of()).apply(was);

    String text = now.text();
    assertThat(text)
        .doesNotContain("4711", "ann@", "example", "4200", "route", "0815", "order-7", "at x")
        .contains("java.io.IOException", "\"gift\" : true", "\"note\" : null", "\"p-1\"");
    JsonNode order = now.flow().header().inputs().tree().path("order");
    assertThat(order.path("id").stringValue()).matches("[a-z]-\\d{4}");
    assertThat(order.path("mail").stringValue()).matches("[a-z]{3}@[a-z]{7}\\.[a-z]{3}");
    assertThat(order.path("cents").longValue()).isBetween(1000L, 9999L);
    assertThat(order.path("rate").decimalValue().scale()).isEqualTo(2);
    assertThat(Instant.parse(order.path("at").stringValue())).isNotNull();
    AtomRecord paid = now.flow().touched().get(AtomName.of("charge"));
    assertThat(paid.execution().output().bySlot().path("payment").path("of"))
        .as("equal values stay equal")
        .isEqualTo(order.path("id"));
    assertThat(paid.execution().idempotencyKey()).isEqualTo(now.id() + "/charge/1");
  }

  @Test
  void whatIsToBeKeptIsKept() {
    Redaction redaction =
        Redaction.keeping(List.of("/id", "/inputs/order/cents", "/inputs/*/mail", "/inputs/odrer"));
    FlowDocument now = redaction.apply(document(INPUTS));
    assertThat(now.id()).isEqualTo(FlowId.of("order-7"));
    assertThat(now.text()).contains("4200", "ann@example.com").doesNotContain("4711");
    assertThat(redaction.unused()).containsExactly("/inputs/odrer");
    assertThatThrownBy(() -> Redaction.keeping(List.of("inputs")))
        .hasMessageContaining("'inputs' is no path");
  }

  @Test
  void anotherFlowIsMaskedInAnotherWay() {
    String one = Redaction.keeping(List.of()).apply(document(INPUTS)).text();
    String other =
        Redaction.keeping(List.of()).apply(document(INPUTS.replace("true", "false"))).text();
    assertThat(other).isNotEqualTo(one.replace("true", "false"));
  }

  @Test
  void whatNobodyCanReadIsNotTakenForRedacted() {
    AtomRecord row = done("charge", "{}");
    Payload sealed = new Payload("vendor/7", new byte[] {1, 2});
    AtomRecord strange =
        row.with(row.execution().producing("1.0", Output.of(List.of("payment"), sealed)));
    assertThatThrownBy(() -> Redaction.keeping(List.of()).apply(document("{}", strange)))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("--keep /atoms/charge/output");
    assertThat(
            Redaction.keeping(List.of("/atoms/charge/output"))
                .apply(document("{}", strange))
                .text())
        .contains("output.stored", "vendor/7");
  }

  @Test
  void numbersFitWhereTheyFitted() {
    String inputs = "{\"i\":2147483647,\"l\":9223372036854775807,\"m\":-2147483648,\"z\":0}";
    for (int seed = 0; seed < 200; seed++) {
      FlowDocument was = document(inputs.replace("}", ",\"seed\":" + seed + "}"));
      JsonNode now = Redaction.keeping(List.of()).apply(was).flow().header().inputs().tree();
      assertThat(now.path("i").canConvertToInt()).isTrue();
      assertThat(now.path("m").canConvertToInt()).isTrue();
      assertThat(now.path("m").intValue()).isNegative();
      assertThat(now.path("l").canConvertToLong()).isTrue();
      assertThat(now.path("z").intValue()).isZero();
    }
  }
}
