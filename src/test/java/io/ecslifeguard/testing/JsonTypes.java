package io.ecslifeguard.testing;

import static java.util.stream.Collectors.toSet;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The service's types that Jackson can read and write in an executable: what the API takes and answers, which Quarkus sees
 * by itself, and what is annotated, each with what is within it.
 */
public final class JsonTypes {

    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes");

    private static final Set<String> OURS = ours();

    private static final Set<String> REGISTERED = registered(OURS);

    private JsonTypes() {}

    /** The names of those that are registered. */
    public static Set<String> registered() {
        return REGISTERED;
    }

    /** Whether an executable would fail at a type of the service's. */
    public static boolean isMissing(Class<?> type) {
        return OURS.contains(type.getName()) && !REGISTERED.contains(type.getName());
    }

    private static Set<String> ours() {
        try (var files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.matches("io/ecslifeguard/.*\\.class")
                            && !file.matches("io/ecslifeguard/(localcloud|dev|nativeimage)/.*")
                            && !file.endsWith("package-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .collect(toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> registered(Set<String> ours) {
        var found = new HashSet<String>();
        var unseen = new ArrayDeque<Class<?>>();
        ours.stream().map(JsonTypes::type).flatMap(JsonTypes::roots).forEach(root -> see(root, found, unseen));
        while (!unseen.isEmpty()) {
            for (var field : unseen.remove().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    see(field.getGenericType(), found, unseen);
                }
            }
        }
        return Set.copyOf(found);
    }

    private static Stream<Type> roots(Class<?> type) {
        if (type.isAnnotationPresent(RegisterForReflection.class)) {
            return Stream.of(type);
        }
        if (type.isAnnotationPresent(Path.class) && !type.isInterface()) {
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(JsonTypes::isEndpoint)
                    .flatMap(method -> Stream.concat(
                            Stream.of(method.getGenericReturnType()),
                            Arrays.stream(method.getParameters())
                                    .filter(parameter -> parameter.getAnnotations().length == 0)
                                    .map(parameter -> parameter.getParameterizedType())));
        }
        return Stream.empty();
    }

    private static boolean isEndpoint(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private static void see(Type type, Set<String> found, ArrayDeque<Class<?>> unseen) {
        if (type instanceof ParameterizedType generic) {
            see(generic.getRawType(), found, unseen);
            for (var argument : generic.getActualTypeArguments()) {
                see(argument, found, unseen);
            }
        } else if (type instanceof Class<?> plain
                && plain.getName().startsWith("io.ecslifeguard.")
                && found.add(plain.getName())) {
            unseen.add(plain);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
