package dev.tutti.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page opens in a real browser and shows what is in doubt. */
class PageSmokeTest {

  @TempDir Path dir;

  @Test
  void itOpensAndShowsWhatIsInDoubt() throws Exception {
    try (Admin admin = new Admin(dir);
        Chromium chromium = Chromium.start()) {
      Page page = chromium.page(ColorScheme.LIGHT);
      Chromium.login(page, admin.server.url(), admin.viewer, "");
      assertThat(page.locator("h1").textContent()).contains("3 transactions", "1 needs you");
      page.navigate(admin.server.url() + "#/in-doubt");
      page.locator("table.matrix").waitFor();
      assertThat(page.locator("table.matrix tbody tr").count()).isEqualTo(3);
      assertThat(page.locator("table.matrix").textContent())
          .contains("against decision", "committed", "waiting", "finishing");
      assertThat(chromium.complaints).isEmpty();
    }
  }
}
