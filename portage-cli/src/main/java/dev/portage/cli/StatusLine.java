package dev.portage.cli;

import dev.portage.store.CensusLine;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The flows of one shape.
 *
 * @param census how many there are
 * @param verdict null if there is no code to compare them with
 */
record StatusLine(CensusLine census, @Nullable Verdict verdict) {
  String fingerprint() {
    return census.shape().fingerprint().hex();
  }

  void writeTo(ObjectNode node) {
    node.put("type", census.flow())
        .put("variant", census.variant())
        .put("fingerprint", fingerprint())
        .put("digest", census.shape().digest());
    census.shape().stamp().heads().forEach(node.putArray("stamp")::add);
    node.put("unfinished", census.unfinished())
        .put("finished", census.finished())
        .put("sample", census.sample().text());
    if (verdict == null) {
      node.putNull("verdict");
    } else {
      node.put("verdict", verdict.kind().word())
          .put("detail", verdict.detail())
          .put("moves", verdict.moves())
          .put("blocked", verdict.blocked());
    }
  }
}
