package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerUrlTest {
  @TempDir private Path directory;

  @Test
  void aUrlComesApartIntoWhatTheDriverGetsAndWhatIsOurs() {
    ServerUrl url =
        ServerUrl.of(
            "jdbc:postgresql://h1:5432,[::1]:1/shop?user=a%26b&password=p%2B&ssl=true"
                + "&portage.prefix=x_&Portage.Tables=create");
    assertThat(url.driverUrl()).isEqualTo("jdbc:postgresql://h1:5432,[::1]:1/shop?ssl=true");
    assertThat(url.user()).isEqualTo("a&b");
    assertThat(url.password()).isEqualTo("p+");
    assertThat(url).hasToString("jdbc:postgresql://h1:5432,[::1]:1/shop");
    assertThat(url.options().tablePrefix()).isEqualTo("x_");
    assertThat(url.options().tables()).isEqualTo(TablePolicy.CREATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:shop",
        "jdbc:postgresql:///shop",
        "jdbc:postgresql://host/",
        "jdbc:mariadb:sequential://h1,h2:3306/shop"
      })
  void placesThatDriversKnowAreTaken(String url) {
    assertThat(ServerUrl.of(url).place()).isEqualTo(url);
    assertThat(ServerUrl.placeOf(url + ";password=secret")).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://ann:secret@host/shop",
        "jdbc:postgresql://ann:secret/shop",
        "jdbc:postgresql://host/shop;password=secret",
        "jdbc:mariadb://host/shop&password=secret",
        "jdbc:mariadb://host/shop#secret",
        "jdbc:mariadb://address=(host=h)(password=secret)/shop",
        "jdbc:postgresql://host/shop?portage.secret=1&password=secret",
        "jdbc:postgresql://host/shop?sslpassword=secret",
        "jdbc:mariadb://host/shop?trustStorePassword=secret",
        "jdbc:postgresql://host/shop?portage.prefix=&password=secret"
      })
  void aPlaceThatMayHideAPasswordIsRefusedAndNotQuoted(String url) {
    assertThatThrownBy(() -> ServerUrl.of(url))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("\n  ")
        .message()
        .satisfies(said -> assertThat(said.replace("portage.secret", "")).doesNotContain("secret"));
  }

  @Test
  void aPasswordMayBeTheFirstLineOfAFile() throws IOException {
    Path file = directory.resolve("password");
    Files.writeString(file, "s3cret%2B \nmore\n");
    String url = "jdbc:mariadb://host/shop?user=ann&portage.passwordFile=" + file;
    assertThat(ServerUrl.of(url).password()).isEqualTo("s3cret%2B ");
    assertThat(ServerUrl.of(url).driverUrl()).isEqualTo("jdbc:mariadb://host/shop");
    assertThatThrownBy(() -> ServerUrl.of(url + "&password=x").password())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("both");
    assertThatThrownBy(() -> ServerUrl.of(url + ".nosuch").password())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("password.nosuch")
        .hasMessageContaining("NoSuchFile");
  }
}
