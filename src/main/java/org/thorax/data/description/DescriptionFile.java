package org.thorax.data.description;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvDialect;
import org.thorax.data.description.DatasetDescription.Source;
import org.thorax.data.description.DatasetDescription.Source.Form;
import org.thorax.formats.dicom.HeaderElement;
import org.thorax.formats.io.YamlValue;

/** Reads {@code dataset.yaml}. */
public final class DescriptionFile {
  /** The description's name in a data set's folder. */
  public static final String NAME = "dataset.yaml";

  private static final Set<String> KEYS =
      keys(
          "name title images-of table folder reports validation test csv image patient view age sex labels rows exclude sets join");

  /** What benchmarks' names call the data sets that need no description. */
  private static final Set<String> PUBLISHED = Set.of("Chexpert", "Chestxray");

  private final YamlValue all;
  private final Map<String, YamlValue> keys;

  private DescriptionFile(YamlValue all) {
    this.all = all;
    this.keys = all.map(KEYS);
  }

  static Set<String> keys(String names) {
    return new TreeSet<>(List.of(names.split(" ")));
  }

  /** The description's file of a folder, when it has one. */
  public static Optional<Path> in(Path folder) {
    return Optional.of(folder.resolve(NAME)).filter(Files::isRegularFile);
  }

  /** The description that a folder has, or that a place is. */
  public static Optional<Path> at(Path place) {
    return Files.isRegularFile(place) ? Optional.of(place) : in(place);
  }

  /** Whether a YAML file describes a data set: its rows are in a table or folder. */
  public static boolean isOne(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    YamlValue yaml = YamlValue.read(file);
    return yaml.isMap()
        && Arrays.stream(Form.values()).anyMatch(form -> yaml.map().containsKey(key(form)));
  }

  /**
   * Reads a description.
   *
   * @throws ThoraxException with line and column for what is wrong
   */
  public static DatasetDescription read(Path file) {
    YamlValue yaml = YamlValue.read(file);
    DatasetDescription description = of(yaml);
    if (PUBLISHED.contains(description.name())) {
      throw yaml.wrong(
          "the name '%s' belongs to a data set that is read without a description; take another name, or leave the file out."
              .formatted(description.name()));
    }
    return description;
  }

  /**
   * The description that a text is.
   *
   * @param source what it is, for errors
   * @throws ThoraxException with line and column for what is wrong
   */
  public static DatasetDescription of(String text, String source) {
    return of(YamlValue.of(text, source));
  }

  /** The description that a YAML text is. */
  static DatasetDescription of(YamlValue yaml) {
    DescriptionFile file = new DescriptionFile(yaml);
    try {
      return file.description();
    } catch (ConfigurationException e) {
      throw yaml.wrong(e.getMessage());
    }
  }

  private DatasetDescription description() {
    String name = required("name").text();
    Form form = form();
    boolean folder = form == Form.FOLDER;
    return new DatasetDescription(
        name,
        value("title").map(YamlValue::text).orElse(name),
        value("images-of").map(YamlValue::text).orElse(""),
        new Source(required(key(form)).texts(), form),
        value("validation").map(each -> new Source(each.texts(), form)),
        value("test").map(each -> new Source(each.texts(), form)),
        value("sets").map(DescriptionFile::sets),
        value("csv").map(DescriptionFile::dialect),
        folder && !keys.containsKey("image") ? new ColumnText("path", Optional.empty()) : image(),
        text(required("patient")),
        new ExaminationKeys(keys).rule(),
        new LabelSection(required("labels")).rule(),
        filters(),
        joins());
  }

  private static String key(Form form) {
    return form.name().toLowerCase(Locale.ROOT);
  }

  /** The one form that is given; tables if none is. */
  private Form form() {
    List<Form> given =
        Arrays.stream(Form.values()).filter(form -> keys.containsKey(key(form))).toList();
    if (given.size() > 1) {
      throw keys.get(key(given.get(0)))
          .wrong("and %s are both given; leave one out".formatted(key(given.get(1))));
    }
    return given.isEmpty() ? Form.TABLE : given.get(0);
  }

  private ColumnText image() {
    YamlValue value = required("image");
    if (value.isMap() && value.map().containsKey("header")) {
      throw value.wrong("leads to the film and cannot come from its header; name a column");
    }
    return text(value);
  }

  private YamlValue required(String name) {
    return value(name).orElseThrow(() -> all.wrong("lacks the key '%s'; add it.".formatted(name)));
  }

  private Optional<YamlValue> value(String name) {
    return Optional.ofNullable(keys.get(name));
  }

  /** Whether a name is taken by a data set that is read without a description. */
  public static boolean isPublished(String name) {
    return PUBLISHED.contains(name);
  }

  /** A column, text with columns in braces, one of them and a pattern, or a header's element. */
  static ColumnText text(YamlValue value) {
    if (!value.isMap()) {
      return new ColumnText(value.text(), Optional.empty());
    }
    Map<String, YamlValue> parts = value.map(keys("from pattern as header"));
    if (parts.containsKey("header")) {
      return header(parts);
    }
    if (!parts.containsKey("from") || !parts.containsKey("pattern")) {
      throw value.wrong("needs both 'from' and 'pattern'");
    }
    try {
      return new ColumnText(
          parts.get("from").text(),
          Optional.of(Pattern.compile(parts.get("pattern").text())),
          parts.containsKey("as") ? parts.get("as").text() : ColumnText.TAKEN);
    } catch (PatternSyntaxException e) {
      throw parts.get("pattern").wrong("is no regular expression: " + e.getDescription());
    }
  }

  private static ColumnText header(Map<String, YamlValue> parts) {
    YamlValue keyword = parts.get("header");
    if (parts.size() > 1) {
      throw keyword.wrong("stands alone; leave the other keys out");
    }
    if (HeaderElement.named(keyword.text()).isEmpty()) {
      throw keyword.wrong(
          "is none of the elements that are read: "
              + Arrays.stream(HeaderElement.values())
                  .map(HeaderElement::keyword)
                  .collect(Collectors.joining(", ")));
    }
    return new ColumnText(HeaderRows.PREFIX + keyword.text(), Optional.empty());
  }

  private static CsvDialect dialect(YamlValue value) {
    Map<String, YamlValue> parts = value.map(keys("separator encoding"));
    YamlValue separator = parts.get("separator");
    YamlValue encoding = parts.get("encoding");
    if (separator == null || encoding == null) {
      throw value.wrong(
          "needs both 'separator' and 'encoding'; leave it out to have them recognized");
    }
    if (separator.text().length() != 1) {
      throw separator.wrong("must be one character");
    }
    try {
      return new CsvDialect(separator.text().charAt(0), Charset.forName(encoding.text()));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw encoding.wrong("is no encoding that Java knows; take UTF-8, windows-1252 or another");
    } catch (IllegalArgumentException e) {
      throw separator.wrong("must be a comma, a semicolon, a tab or |");
    }
  }

  private static SetColumn sets(YamlValue value) {
    Map<String, YamlValue> parts = value.map(keys("column train validation test"));
    if (!parts.containsKey("column") || !parts.containsKey("train")) {
      throw value.wrong("needs 'column' and 'train'");
    }
    return new SetColumn(
        text(parts.get("column")),
        parts.get("train").texts(),
        texts(parts.get("validation")),
        texts(parts.get("test")));
  }

  static List<String> texts(YamlValue value) {
    return value == null ? List.of() : value.texts();
  }

  private List<RowFilter> filters() {
    List<RowFilter> filters = new ArrayList<>();
    value("rows").ifPresent(each -> each.map().forEach((k, v) -> filters.add(filter(k, v, false))));
    value("exclude")
        .ifPresent(each -> each.map().forEach((k, v) -> filters.add(filter(k, v, true))));
    return filters;
  }

  private static RowFilter filter(String column, YamlValue wanted, boolean excluding) {
    Optional<RowFilter.Range> range =
        wanted.isList() ? Optional.empty() : RowFilter.Range.of(wanted.text());
    return new RowFilter(
        new ColumnText(column, Optional.empty()),
        range.isPresent() ? List.of() : wanted.texts(),
        range,
        excluding);
  }

  private List<TableJoin> joins() {
    List<TableJoin> joins = new ArrayList<>();
    for (YamlValue each : value("join").map(YamlValue::list).orElse(List.of())) {
      Map<String, YamlValue> parts = each.map(keys("table keys foreign-keys required"));
      if (!parts.containsKey("table") || !parts.containsKey("keys")) {
        throw each.wrong("needs 'table' and 'keys'");
      }
      List<String> own = parts.get("keys").texts();
      YamlValue required = parts.get("required");
      joins.add(
          new TableJoin(
              parts.get("table").texts(),
              own,
              parts.containsKey("foreign-keys") ? parts.get("foreign-keys").texts() : own,
              required == null || truth(required)));
    }
    return joins;
  }

  private static boolean truth(YamlValue value) {
    return switch (value.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw value.wrong("must be true or false");
    };
  }
}
