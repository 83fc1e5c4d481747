package org.thorax.docs;

import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the documentation points to is there. */
class DocumentedLinksTest {
  @Test
  void everyLinkImageAndAnchorResolves() {
    assertSoftly(
        softly -> {
          for (Page page : Page.all()) {
            for (Page.Place link : page.links()) {
              if (!link.text().matches("[a-z]+:.*")) {
                softly
                    .assertThat(fault(page, link.text()))
                    .as("%s:%s %s", page.file(), link.line(), link.text())
                    .isEmpty();
              }
            }
          }
        });
  }

  @Test
  void everyPageIsReachedFromTheReadme() {
    Page readme = Page.read(Path.of("README.md"));
    assertSoftly(
        softly ->
            Page.all().stream()
                .map(Page::file)
                .filter(file -> file.startsWith("docs"))
                .forEach(
                    file ->
                        softly
                            .assertThat(readme.links())
                            .as("links to %s", file)
                            .anyMatch(
                                link ->
                                    link.text().replaceFirst("#.*", "").equals(file.toString()))));
  }

  private static String fault(Page page, String link) {
    String path = link.split("#", 2)[0];
    Path folder = Objects.requireNonNullElse(page.file().getParent(), Path.of(""));
    Path target = path.isEmpty() ? page.file() : folder.resolve(path).normalize();
    if (!Files.exists(target)) {
      return "there is no " + target;
    }
    if (link.contains("#")) {
      String anchor = link.split("#", 2)[1];
      if (!Page.read(target).anchors().contains(anchor)) {
        return "no heading there makes #" + anchor;
      }
    }
    return "";
  }
}
