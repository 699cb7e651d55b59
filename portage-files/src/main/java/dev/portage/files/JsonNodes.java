package dev.portage.files;

import dev.portage.files.Node.One;
import dev.portage.files.Node.Scalar;
import dev.portage.files.NodeBuilder.Unreadable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads one JSON document. */
final class JsonNodes {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private final Document document;
  private final NodeBuilder builder;

  JsonNodes(Document document, NodeBuilder builder) {
    this.document = document;
    this.builder = builder;
  }

  void read() {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document.text())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        Place place = place(parser.currentTokenLocation());
        if (builder.root() != null) {
          throw new Unreadable(
              place,
              "a second document begins here",
              "one file holds one document; make two files");
        }
        accept(token, parser, place);
      }
    } catch (JacksonException e) {
      throw new Unreadable(
          e.getLocation() == null ? document.place(1, 1) : place(e.getLocation()),
          "this is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""),
          "mend it here");
    }
  }

  private void accept(JsonToken token, JsonParser parser, Place place) {
    switch (token) {
      case START_OBJECT -> builder.openKeyed(place);
      case START_ARRAY -> builder.openMany(place);
      case END_OBJECT, END_ARRAY -> builder.close();
      case PROPERTY_NAME -> builder.key(place, parser.getString());
      case VALUE_STRING -> builder.value(new One(place, Scalar.TEXT, parser.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          builder.value(new One(place, Scalar.NUMBER, parser.getString()));
      case VALUE_TRUE, VALUE_FALSE ->
          builder.value(new One(place, Scalar.BOOLEAN, parser.getString()));
      default -> builder.value(new One(place, Scalar.NULL, "null"));
    }
  }

  private Place place(TokenStreamLocation at) {
    return document.place(at.getLineNr(), at.getColumnNr());
  }
}
