package dev.portage.files;

import dev.portage.files.NodeBuilder.Unreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text of one file: YAML, or JSON if its name says so. */
record Document(String name, String text) {
  private static final long MOST_BYTES = 4L << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Reads a file; null if it cannot be, which is then among the mistakes. */
  static @Nullable Document read(Path file, Mistakes mistakes) {
    String name = file.toString();
    Place start = new Place(name, 1, 1);
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        mistakes.add(start, "has " + size + " bytes, which is too much", "at most 4 MiB are read");
        return null;
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return new Document(name, text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      mistakes.add(start, "is not text in UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      mistakes.add(start, "cannot be read: " + e.getMessage(), "see that this user may read it");
    }
    return null;
  }

  /** Its tree; null if there is none, which is then among the mistakes. */
  @Nullable Node tree(Mistakes mistakes) {
    NodeBuilder builder = new NodeBuilder(mistakes);
    try {
      if (name.toLowerCase(Locale.ROOT).endsWith(".json")) {
        new JsonNodes(this, builder).read();
      } else {
        new YamlNodes(this, builder).read();
      }
    } catch (Unreadable e) {
      e.tell(mistakes);
      return null;
    }
    Node root = builder.root();
    if (root == null) {
      mistakes.add(place(1, 1), "is empty", "begin with  flow: NAME");
    }
    return root;
  }

  /** A place in it. */
  Place place(int line, int column) {
    return new Place(name, line, column);
  }
}
