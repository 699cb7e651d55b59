package dev.portage.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.Portage;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowResult;
import dev.portage.model.FlowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  @TempDir Path folder;

  @Test
  void theExampleOfTheReadmeIsTheOneThatIsCompiled() throws IOException {
    String source = Files.readString(Path.of("src/main/java/dev/portage/examples/Checkout.java"));
    String example =
        source.substring(
            source.indexOf("// readme:begin\n") + "// readme:begin\n".length(),
            source.indexOf("  // readme:end"));
    assertThat(Files.readString(Path.of("../README.md"))).contains(example.indent(-2).strip());
  }

  @Test
  void theExampleRuns() throws InterruptedException {
    Shop shop = new Shop();
    String url = "jdbc:sqlite:" + folder.resolve("shop.db");
    try (Portage portage =
        Portage.open(url, new Checkout(shop), EngineOptions.defaults().withParallelism(1))) {
      FlowResult result =
          portage.submit("checkout", in -> in.put(Checkout.ORDER, "order-1")).await();
      assertThat(result.state()).as(result.toString()).isEqualTo(FlowState.SUCCESS);
      assertThat(result.get(Checkout.PAYMENT).cents()).isEqualTo(4_200);
    }
    assertThat(shop.charges()).isEqualTo(1);
  }
}
