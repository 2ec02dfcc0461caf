package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tutti.app.admin.Chromium;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed between its commits on real servers; a person with a browser ends it. */
@Tag("campaign")
@RealServers
class KilledShopPageTest {

  @TempDir Path dir;

  @Test
  void anOperatorSeesItAndEndsItInThePage(
      @Private PostgresServer orders, @Private MysqlServer stock) throws Exception {
    KilledShop shop = KilledShop.of(dir, orders, stock);
    try (Serving serving = Serving.of(shop.config(), shop.data());
        Chromium chromium = Chromium.start()) {
      Page page = open(chromium, ColorScheme.LIGHT, serving);
      assertThat(matrix(page)).contains("finishing", "waiting");
      look(page, "away-light");

      stock.start();
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        Page seen = open(chromium, scheme, serving);
        seen.getByText("finishing").first().waitFor();
        assertThat(matrix(seen)).contains("finishing").doesNotContain("waiting");
        look(seen, "back-" + scheme.name().toLowerCase(Locale.ROOT));
      }
      assertThat(KilledShop.rows(stock, "stock")).as("only looked at").isZero();

      page.locator("[data-key='plan COMMIT']").click();
      page.locator("form.confirm").waitFor();
      page.locator("#typed").fill("commit");
      page.locator("#typed").press("Enter");
      page.getByText("Done, as number 1 of the history").waitFor();
      page.navigate(serving.url() + "#/");
      page.getByText("Nothing is in doubt.").waitFor();
      assertThat(KilledShop.rows(orders, "orders")).isEqualTo(1);
      assertThat(KilledShop.rows(stock, "stock")).isEqualTo(1);
      assertThat(chromium.complaints).isEmpty();
      chromium.closePages();
    }
  }

  /** At the matrix. */
  private static Page open(Chromium chromium, ColorScheme scheme, Serving serving)
      throws Exception {
    Page page = chromium.page(scheme);
    Chromium.login(page, serving.url(), serving.operator(), "Ada");
    page.locator("nav a[data-part=matrix]").click();
    page.locator("table.matrix tbody a").waitFor();
    return page;
  }

  private static String matrix(Page page) {
    return page.locator("table.matrix").textContent();
  }

  /** At the matrix, then at the timeline of its transaction. */
  private static void look(Page page, String name) {
    Chromium.look(page, "killed-matrix-" + name);
    page.locator("table.matrix tbody a").click();
    page.locator("svg.timeline").waitFor();
    page.locator(".choices").waitFor();
    assertThat(page.locator("svg.timeline").getAttribute("aria-label"))
        .contains("decided to commit", "orders: ", "stock: ");
    assertThat(page.locator("svg.timeline").textContent())
        .as("orders is not prepared any more: it has committed")
        .doesNotContain("prepared,");
    assertThat(page.locator("main").textContent())
        .contains("committed: it does not list the branch any more");
    Chromium.look(page, "killed-transaction-" + name);
  }
}
