package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tutti.app.admin.Chromium;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real branch, settled in the page of a real node by a person with a browser. */
@Tag("campaign")
class ServePageTest {

  @TempDir Path dir;

  @Test
  void aPersonSettlesARealBranch() throws Exception {
    LeftInDoubt scene = LeftInDoubt.in(dir);
    try (Serving serving = Serving.of(scene.config(), scene.data());
        Chromium chromium = Chromium.start()) {
      Page page = chromium.page(ColorScheme.LIGHT);
      Chromium.login(page, serving.url(), serving.operator(), "Ada");
      assertThat(page.locator("#standing").textContent()).contains("is not running");
      page.locator("nav a[data-part=matrix]").click();
      page.locator("table.matrix tbody a").click();
      page.locator("[data-key='plan COMMIT']").click();
      page.locator("form.confirm").waitFor();
      assertThat(scene.ledger().server().prepared()).as("shown only").hasSize(1);
      Chromium.look(page, "real-transaction");
      page.locator("#typed").fill("commit");
      page.locator("#typed").press("Enter");
      page.getByText("Done, as number 1 of the history").waitFor();
      assertThat(scene.ledger().server().committed()).containsEntry("a", "1");
      page.navigate(serving.url() + "#/");
      page.getByText("Nothing is in doubt.").waitFor();
      Chromium.look(page, "real-glance");
      assertThat(chromium.complaints).isEmpty();
      chromium.closePages();
    }
  }
}
