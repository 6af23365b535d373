package io.ecslifeguard.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The policies that operators are told to grant. */
public final class RamPolicies {

    private static final Path FOLDER = Path.of("docs/ram-policy");

    private RamPolicies() {}

    /** The actions that these policies allow together, by the names of their files. */
    public static Set<String> actions(String... policies) {
        var actions = new TreeSet<String>();
        Arrays.stream(policies)
                .map(RamPolicies::document)
                .flatMap(document -> document.getJsonArray("Statement").stream())
                .map(JsonObject.class::cast)
                .flatMap(statement -> statement.getJsonArray("Action").stream())
                .forEach(action -> actions.add((String) action));
        return actions;
    }

    /** A document that allows exactly these. */
    public static JsonObject allowing(Set<String> actions) {
        var statement = new JsonObject()
                .put("Effect", "Allow")
                .put("Action", new JsonArray(actions.stream().toList()))
                .put("Resource", "*");
        return new JsonObject().put("Version", "1").put("Statement", new JsonArray().add(statement));
    }

    private static JsonObject document(String policy) {
        try {
            return new JsonObject(Files.readString(FOLDER.resolve(policy + ".json")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
