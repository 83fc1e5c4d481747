package org.thorax.docs;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The texts that stand in the sources: every string of the Java sources, joined where it is joined
 * by {@code +}, and every line of the scripts. What is only known when the program runs is {@link
 * #VARIABLE}.
 */
final class SourceMessages {
  /** In place of an expression, a format's specifier or a script's variable. */
  private static final char VARIABLE = '\0';

  private static final Pattern SPECIFIER =
      Pattern.compile("%(\\d+\\$)?[-#+0,(]*\\d*(\\.\\d+)?[a-zA-Z]");
  private static final Pattern SHELL_VARIABLE =
      Pattern.compile("\\$\\{[^}]*}|\\$\\([^)]*\\)|\\$\\w+|\\\\|\"");

  /** A setting, which the command line prints as its option. */
  private static final Pattern SETTING = Pattern.compile("`([a-z][a-z-]*)`");

  private final List<String> texts = new ArrayList<>();

  private SourceMessages() {}

  /** Reads all Java files below a folder. */
  static SourceMessages of(Path javaSources, Path... scripts) throws IOException {
    SourceMessages messages = new SourceMessages();
    messages.readJava(javaSources);
    for (Path script : scripts) {
      for (String line : Files.readAllLines(script)) {
        messages.texts.add(SHELL_VARIABLE.matcher(line).replaceAll(Character.toString(VARIABLE)));
      }
    }
    return messages;
  }

  /**
   * Whether one text has all of these constant pieces, in this order, none of them across something
   * variable.
   */
  boolean have(List<String> pieces) {
    return texts.stream()
        .map(text -> SETTING.matcher(text).replaceAll("--$1"))
        .anyMatch(text -> holds(text, pieces));
  }

  private static boolean holds(String text, List<String> pieces) {
    int from = 0;
    for (String piece : pieces) {
      int at = text.indexOf(piece, from);
      if (at < 0) {
        return false;
      }
      from = at + piece.length();
    }
    return true;
  }

  private void readJava(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> all = Files.walk(folder);
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources = all.filter(file -> file.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree unit : task.parse()) {
        new Strings().scan(unit, null);
      }
    }
  }

  private final class Strings extends TreeScanner<Void, Void> {
    @Override
    public Void visitBinary(BinaryTree sum, Void none) {
      if (sum.getKind() == Tree.Kind.PLUS) {
        StringBuilder joined = new StringBuilder();
        join(sum, joined);
        add(joined.toString());
        return null;
      }
      return super.visitBinary(sum, null);
    }

    @Override
    public Void visitLiteral(LiteralTree literal, Void none) {
      if (literal.getValue() instanceof String text) {
        add(text);
      }
      return null;
    }

    private void join(ExpressionTree part, StringBuilder joined) {
      if (part instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
        join(sum.getLeftOperand(), joined);
        join(sum.getRightOperand(), joined);
      } else if (part instanceof ParenthesizedTree inner
          && inner.getExpression().getKind() == Tree.Kind.PLUS) {
        join(inner.getExpression(), joined);
      } else if (part instanceof LiteralTree literal && literal.getValue() instanceof String text) {
        joined.append(text);
      } else {
        joined.append(VARIABLE);
        scan(part, null); // has texts of its own, in a call or a condition
      }
    }

    private void add(String text) {
      String line = text.replaceAll("\\s*\\R\\s*", " ");
      texts.add(line);
      texts.add(
          SPECIFIER
              .matcher(line.replace("%%", "\u0001").replace("%n", " "))
              .replaceAll(Character.toString(VARIABLE))
              .replace('\u0001', '%'));
    }
  }
}
