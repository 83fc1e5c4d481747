package org.thorax.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** {@code docs/dependencies.md} has a row, with version and reason, for what pom.xml asks for. */
class DependenciesPageTest {
  private static final Path PAGE = Path.of("docs/dependencies.md");
  private static final Pattern ARTIFACT = Pattern.compile("`([a-z0-9-]+)`");
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{(.+)}");

  @Test
  void everyDirectDependencyHasARowAndEveryRowADependency() throws Exception {
    assertThat(rows().keySet()).isEqualTo(dependencies().keySet());
  }

  @Test
  void rowsHaveTheVersionInUseAndAReason() throws Exception {
    Map<String, List<String>> rows = rows();
    dependencies()
        .forEach(
            (artifact, version) -> {
              assertThat(rows.get(artifact).get(1)).as("version of " + artifact).contains(version);
              assertThat(rows.get(artifact).get(2))
                  .as("reason of " + artifact)
                  .hasSizeGreaterThan(8);
            });
  }

  @Test
  void whatWasReplacedIsExplained() throws IOException {
    String page = Files.readString(PAGE);
    String replaced = page.substring(page.indexOf("## Replaced"), page.indexOf("## Not used"));
    assertThat(replaced).contains("| ImageIO-ext |", "| `tensorflow-core-platform-gpu` |");
  }

  /** The cells of each row of the tables of what is used, by artifact. */
  private static Map<String, List<String>> rows() throws IOException {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.equals("## Replaced")) {
        break;
      }
      if (line.startsWith("| `")) {
        List<String> cells = List.of(line.substring(2).split(" \\| ", 3));
        Matcher artifact = ARTIFACT.matcher(cells.get(0));
        while (artifact.find()) {
          rows.put(artifact.group(1), cells);
        }
      }
    }
    return rows;
  }

  /** The versions of the direct dependencies of pom.xml, by artifact. */
  private static Map<String, String> dependencies() throws Exception {
    Element project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile())
            .getDocumentElement();
    Element properties = children(project, "properties").get(0);
    Map<String, String> versions = new TreeMap<>();
    for (Element each : children(children(project, "dependencies").get(0), "dependency")) {
      String version = children(each, "version").get(0).getTextContent();
      Matcher property = PROPERTY.matcher(version);
      versions.put(
          children(each, "artifactId").get(0).getTextContent(),
          property.matches()
              ? children(properties, property.group(1)).get(0).getTextContent()
              : version);
    }
    return versions;
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
