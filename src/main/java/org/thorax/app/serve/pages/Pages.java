package org.thorax.app.serve.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.thorax.app.serve.http.Reply;
import org.thorax.app.serve.http.Routes;

/** The pages and their resources, read from the class path once, by fixed names. */
public final class Pages {
  private static final Map<String, String> FILES =
      Map.of(
          "/", "index.html",
          "/experiments", "experiments.html",
          "/app.css", "app.css",
          "/predict.js", "predict.js",
          "/maps.js", "maps.js",
          "/experiments.js", "experiments.js",
          "/chart.js", "chart.js",
          "/api.js", "api.js",
          "/icon.svg", "icon.svg",
          "/api/openapi.json", "openapi.json");

  private Pages() {}

  /** Adds every page. */
  public static void addTo(Routes routes) {
    FILES.forEach(
        (path, file) -> {
          Reply reply = Reply.of(type(file), read(file)).with("Cache-Control", "no-cache");
          routes.add("GET", path, exchange -> reply);
        });
  }

  /** The paths, none of which contains data. */
  public static java.util.Set<String> paths() {
    return FILES.keySet();
  }

  private static String type(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "application/json";
    };
  }

  private static byte[] read(String file) {
    try (InputStream in = Pages.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The page " + file + " is part of Thorax", e);
    }
  }
}
