package org.thorax.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in Chromium, as their users see them. Screenshots are left in target/screenshots. */
class PagesInBrowserTest {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final String SHOWN = "!document.getElementById('found').hidden";
  @TempDir private static Path folder;
  private static RunningServer server;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(
        Browser.program().isPresent(), "Chromium is not installed: the pages were not tried.");
    LoggedExperiments.write(folder.resolve("logs"));
    server =
        new RunningServer(
            RunningServer.models(folder),
            folder.resolve("logs"),
            Optional.empty(),
            ServeLimits.DEFAULT);
    browser = new Browser(Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
      server.close();
      assertThat(server.faults).isEmpty();
    }
  }

  @BeforeEach
  void wide() throws Exception {
    browser.window(1280, 900, false);
    browser.complaints.clear();
  }

  @Test
  void anUploadIsExplainedAndTheSlidersReactWithoutTheServer() throws Exception {
    open("/");
    upload(RunningServer.radiograph(), "film.jpg");
    browser.until(SHOWN);
    assertThat(text("status")).contains("film.jpg", "pixels", "one model");
    assertThat(browser.value("document.querySelectorAll('#classes label').length").asInt())
        .isEqualTo(RunningServer.CLASSES.size() + 1);
    String before = pixels("map");
    long requests = requests();
    slide("map-from", 1);
    String least = pixels("map");
    assertThat(least).isNotEqualTo(before);
    slide("map-from", 0.3);
    assertThat(pixels("map")).isEqualTo(before);
    slide("found-from", 0);
    assertThat(found()).isEqualTo(RunningServer.CLASSES.size());
    slide("found-from", 1);
    assertThat(found()).isZero();
    assertThat(requests()).isEqualTo(requests);
    quiet();
  }

  @Test
  void anotherClassHasAnotherMapAndIsChosenByKeyboard() throws Exception {
    open("/");
    sample(1);
    String all = pixels("map");
    browser.value("document.querySelector('#classes input').focus()");
    browser.press("ArrowDown", 40);
    String name = browser.value("document.querySelector('#classes input:checked').value").asText();
    assertThat(RunningServer.CLASSES).contains(name);
    assertThat(text("map-caption")).contains(name);
    assertThat(pixels("map")).isNotEqualTo(all);
    slide("boxes-from", 0.2);
    assertThat(text("boxes-caption")).contains(name);
    browser.value("document.getElementById('colours').value = 'original'");
    browser.value("document.getElementById('colours').dispatchEvent(new Event('change'))");
    assertThat(pixels("map")).isNotEqualTo(all);
    browser.screenshot(SCREENSHOTS.resolve("class.png"));
    quiet();
  }

  @Test
  void severalModelsAnswerWithTheirMean() throws Exception {
    open("/");
    sample(2);
    browser.value("document.querySelectorAll('#models input')[1].click()");
    browser.until("document.getElementById('status').textContent.includes('mean of 2 models')");
    assertThat(browser.value("document.querySelectorAll('#classes label').length").asInt())
        .isEqualTo(3);
    assertThat(browser.value("document.getElementById('found-from').value").asDouble())
        .isEqualTo(0.4);
    quiet();
  }

  @Test
  void aFileThatIsNoImageIsExplainedInWords() throws Exception {
    open("/");
    upload("no image".getBytes("UTF-8"), "letter.png");
    browser.until("!document.getElementById('problem').hidden");
    assertThat(text("problem")).contains("neither JPEG, PNG nor DICOM");
    assertThat(browser.value(SHOWN).asBoolean()).isFalse();
    sample(0);
    assertThat(browser.value("document.getElementById('problem').hidden").asBoolean()).isTrue();
  }

  @Test
  void theResultIsSavedAsPngAndJson() throws Exception {
    open("/");
    sample(0);
    browser.value(
        "window.saved = []; const make = URL.createObjectURL;"
            + " URL.createObjectURL = (blob) => { saved.push(blob); return make(blob); };"
            + " document.getElementById('save-png').click();"
            + " document.getElementById('save-json').click(); 0");
    browser.until("window.saved.length === 2");
    String types = browser.value("saved.map((blob) => blob.type).sort().join()").asText();
    assertThat(types).isEqualTo("application/json,image/png");
    String json = browser.value("saved.find((blob) => blob.type.endsWith('json')).text()").asText();
    assertThat(json).contains("\"probabilities\"", "not a medical device", "\"boxes\"");
  }

  @Test
  void experimentsAreSortedFilteredAndCompared() throws Exception {
    open("/experiments");
    browser.until("document.querySelectorAll('#table tbody tr').length === 3");
    String first = "document.querySelector('#table tbody tr td.name').textContent";
    browser.value("document.querySelector('#table th[data-key=test_auc] button').click()");
    assertThat(browser.value(first).asText()).isEqualTo(LoggedExperiments.BEST);
    browser.value("document.querySelector('#table tbody tr').click()");
    browser.until("document.querySelectorAll('#chosen .chart path').length >= 2");
    assertThat(text("chosen")).contains(LoggedExperiments.BEST, "Learning curves", "auc");
    browser.screenshot(SCREENSHOTS.resolve("experiment.png"));
    browser.value("document.querySelectorAll('#table tbody input')[1].click()");
    browser.until("document.getElementById('chosen').textContent.includes('Differences')");
    browser.window(1280, 900, true);
    browser.screenshot(SCREENSHOTS.resolve("compared.png"));
    browser.value("document.getElementById('find').value = 'WBCE'");
    browser.value("document.getElementById('find').dispatchEvent(new Event('input'))");
    assertThat(text("count")).isEqualTo("1 of 3");
    quiet();
  }

  @Test
  void aPhoneNeedsNoScrollingSideways() throws Exception {
    browser.window(390, 844, true);
    for (String page : new String[] {"/", "/experiments"}) {
      open(page);
      if (page.equals("/")) {
        sample(1);
      }
      assertThat(browser.value("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(390);
      String name = page.equals("/") ? "phone.png" : "phone-experiments.png";
      browser.screenshot(SCREENSHOTS.resolve(name));
    }
    quiet();
  }

  @Test
  void everyPageSaysThatItIsNoMedicalDevice() throws Exception {
    for (String page : new String[] {"/", "/experiments"}) {
      open(page);
      assertThat(browser.value("document.querySelector('footer').innerText").asText())
          .contains("Not a medical device");
    }
  }

  private static void open(String page) throws Exception {
    browser.open(server.address(page));
    if (page.equals("/")) {
      browser.until("document.querySelectorAll('#models input').length === 2");
      browser.until("document.querySelectorAll('#samples button').length > 2");
    }
  }

  private static void upload(byte[] bytes, String name) throws Exception {
    browser.choose("#file", Files.write(folder.resolve(name), bytes));
  }

  private static void sample(int index) throws Exception {
    browser.value("document.querySelectorAll('#samples button')[" + index + "].click()");
    browser.until(SHOWN);
  }

  private static void slide(String id, double value) throws Exception {
    browser.value(
        String.format(
            "{ const slider = document.getElementById('%s'); slider.value = %s;"
                + " slider.dispatchEvent(new Event('input')); }",
            id, value));
  }

  private static int found() throws Exception {
    return browser.value("document.querySelectorAll('#classes .is-found').length").asInt();
  }

  private static String text(String id) throws Exception {
    return browser.value("document.getElementById('" + id + "').textContent").asText();
  }

  private static String pixels(String canvas) throws Exception {
    return browser.value("document.getElementById('" + canvas + "').toDataURL()").asText();
  }

  private static long requests() throws Exception {
    return browser.value("performance.getEntriesByType('resource').length").asLong();
  }

  /** No script failed and nothing was refused. */
  private static void quiet() {
    assertThat(browser.complaints).isEmpty();
  }
}
