package org.thorax.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever uses the API meets no type that its Javadoc does not have. */
class ApiTypesTest {
  /** What {@code mvn -Prelease} makes Javadoc of, one source file a line. */
  private static final Path LIST = Path.of("src/main/release/api-javadoc.txt");

  @Test
  void theApiNamesOnlyTypesThatItsJavadocHas() throws Exception {
    List<String> documented = Files.readAllLines(LIST);
    for (Class<?> type : types()) {
      assertThat(documented).contains(source(type));
      for (Executable member : members(type)) {
        assertThat(named(member).filter(ApiTypesTest::isOurs).map(ApiTypesTest::source))
            .as("%s", member)
            .isSubsetOf(documented);
      }
    }
  }

  @Test
  void theFilesOfTheJavadocAreThere() throws Exception {
    assertThat(Files.readAllLines(LIST)).isNotEmpty().allMatch(file -> Files.exists(Path.of(file)));
  }

  private static String source(Class<?> type) {
    String name = type.getName().replaceAll("\\$.*", "");
    return "src/main/java/" + name.replace('.', '/') + ".java";
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("org.thorax.");
  }

  private static List<Class<?>> types() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/org/thorax/api"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> !name.equals("package-info"))
          .<Class<?>>map(ApiTypesTest::type)
          .flatMap(type -> Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())))
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .toList();
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName("org.thorax.api." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Executable> members(Class<?> type) {
    return Stream.<Executable>concat(
            Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()))
        .filter(member -> Modifier.isPublic(member.getModifiers()))
        .toList();
  }

  private static Stream<Class<?>> named(Executable member) {
    Stream<Type> parameters = Arrays.stream(member.getGenericParameterTypes());
    return (member instanceof Method method
            ? Stream.concat(parameters, Stream.of(method.getGenericReturnType()))
            : parameters)
        .flatMap(ApiTypesTest::classes);
  }

  private static Stream<Class<?>> classes(Type type) {
    if (type instanceof Class<?> plain) {
      return Stream.of(plain.isArray() ? plain.getComponentType() : plain);
    }
    if (type instanceof ParameterizedType generic) {
      return Stream.concat(
          classes(generic.getRawType()),
          Arrays.stream(generic.getActualTypeArguments()).flatMap(ApiTypesTest::classes));
    }
    if (type instanceof WildcardType wildcard) {
      return Arrays.stream(wildcard.getUpperBounds()).flatMap(ApiTypesTest::classes);
    }
    return type instanceof GenericArrayType array
        ? classes(array.getGenericComponentType())
        : Stream.empty();
  }
}
