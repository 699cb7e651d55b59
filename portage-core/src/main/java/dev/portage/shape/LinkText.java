package dev.portage.shape;

import dev.portage.model.Decider.Depth;
import dev.portage.model.Names;
import dev.portage.shape.ShapeText.FormatException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The line of a link: {@code link a b}, or {@code link a b decider all requires amount}. */
final class LinkText {
  static final Comparator<ShapeLink> ORDER =
      Comparator.comparing(ShapeLink::from, Names.BY_UTF8)
          .thenComparing(ShapeLink::to, Names.BY_UTF8)
          .thenComparing(LinkText::of, Names.BY_UTF8);

  private static final int DECIDER = 3;

  private LinkText() {}

  static String of(ShapeLink link) {
    StringBuilder out = new StringBuilder("link ").append(ShapeWords.quote(link.from()));
    out.append(' ').append(ShapeWords.quote(link.to()));
    ShapeDecider decider = link.decider();
    if (decider != null) {
      out.append(" decider ").append(ShapeText.lower(decider.depth()));
      ShapeText.list("requires", decider.requires(), out);
      ShapeText.list("optional", decider.optional(), out);
    }
    return out.toString();
  }

  static ShapeLink parse(List<String> words, int number) {
    if (words.size() < DECIDER) {
      throw new FormatException(number, "a link has two names");
    }
    String from = ShapeWords.unquote(words.get(1), number);
    String to = ShapeWords.unquote(words.get(2), number);
    return words.size() == DECIDER
        ? ShapeLink.of(from, to)
        : new ShapeLink(from, to, decider(words.subList(DECIDER, words.size()), number));
  }

  private static ShapeDecider decider(List<String> words, int number) {
    if (!words.get(0).equals("decider") || words.size() < 2) {
      throw new FormatException(
          number, "after the two names of a link stands nothing, or 'decider' and its depth");
    }
    List<String> requires = new ArrayList<>();
    List<String> optional = new ArrayList<>();
    List<String> target = null;
    for (String word : words.subList(2, words.size())) {
      if (word.equals("requires")) {
        target = requires;
      } else if (word.equals("optional")) {
        target = optional;
      } else if (target == null) {
        throw new FormatException(number, "unexpected word '" + word + "'");
      } else {
        target.add(ShapeWords.unquote(word, number));
      }
    }
    return new ShapeDecider(
        depth(words.get(1), number), ShapeAtom.slotSet(requires), ShapeAtom.slotSet(optional));
  }

  private static Depth depth(String word, int number) {
    for (Depth depth : Depth.values()) {
      if (ShapeText.lower(depth).equals(word)) {
        return depth;
      }
    }
    throw new FormatException(number, "unknown depth of a decider '" + word + "'");
  }
}
